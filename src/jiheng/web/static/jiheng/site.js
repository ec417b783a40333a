// What every page can do with script: menus, dialogs, the theme switch, notices, htmx's CSRF header.
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // --- notices: said once, in the live region that base.html holds -------------------------------
  // One that passes goes away when something was saved after it.
  function notice(words, tone = "wrong", passes = false) {
    const box = one("#messages");
    if (!box || all(".notice p", box).some((p) => p.textContent === words)) return;
    const line = document.createElement("div");
    line.className = `notice notice-${tone}`;
    if (passes) line.dataset.passes = "";
    line.setAttribute("role", tone === "wrong" ? "alert" : "status");
    const text = document.createElement("p");
    text.textContent = words;
    line.append(text);
    box.append(line);
  }

  // --- htmx ---------------------------------------------------------------------------------------
  document.addEventListener("htmx:configRequest", (event) => {
    const token = one('meta[name="csrf-token"]');
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });
  document.addEventListener("htmx:sendError", () =>
    notice("网络不通，刚才的操作没有送达。填写的内容仍在页面上，请检查网络后再试。", "wrong", true),
  );
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) for (const line of all("#messages [data-passes]")) line.remove();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const words = {
      403: "登录已失效或当前身份没有权限，没有保存。请先复制未保存的内容，再重新登录。",
      404: "要改的内容已经不在了，没有保存。请刷新页面看现在的情况。",
      413: "文件太大，没有保存。请压缩或拆分后再传。",
      429: "操作太频繁，没有保存。请稍等几分钟再试。",
    };
    notice(words[event.detail.xhr.status] || "系统出了问题，没有保存。填写的内容仍在页面上，请稍后再试。", "wrong", true);
  });

  // --- menus: <details class="menu">; one open at a time, Escape and a click elsewhere close it --
  const openMenus = () => all("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      one("summary", menu).focus();
    }
  });

  // --- dialogs --------------------------------------------------------------------------------------
  // A form with data-confirm="words" is sent after a yes; a button may say it for itself.
  let asked = null;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const words = (event.submitter && event.submitter.dataset.confirm) || form.dataset.confirm;
    const dialog = one("#confirm");
    if (!words || !dialog || form.dataset.confirmed === "yes") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    asked = { form, submitter: event.submitter };
    one("[data-words]", dialog).textContent = words;
    dialog.returnValue = "";
    dialog.showModal();
  }, true);
  const confirmDialog = one("#confirm");
  if (confirmDialog) confirmDialog.addEventListener("close", () => {
    if (!asked || confirmDialog.returnValue !== "yes") return;
    const { form, submitter } = asked;
    asked = null;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens], [data-closes], [data-shows], [data-theme-switch], [data-prints]");
    if (!button) return;
    if (button.dataset.opens) document.getElementById(button.dataset.opens).showModal();
    if (button.hasAttribute("data-closes")) button.closest("dialog").close();
    if (button.hasAttribute("data-theme-switch")) window.jihengTheme.turn();
    if (button.hasAttribute("data-prints")) window.print();
    if (button.dataset.shows) {
      const shown = document.getElementById(button.dataset.shows).classList.toggle("shown");
      button.setAttribute("aria-expanded", String(shown));
    }
  });

  // --- the state of the theme switch ----------------------------------------------------------------
  function tellTheme() {
    const dark = document.documentElement.dataset.bsTheme === "dark";
    for (const button of all("[data-theme-switch]")) button.setAttribute("aria-pressed", String(dark));
  }
  document.addEventListener("theme", tellTheme);

  // --- a list of problems is where reading goes on after a refused form -----------------------------
  function settle(within) {
    const first = one("[data-focus]", within);
    if (first) first.focus();
    for (const dialog of all("dialog[data-open-now]", within)) if (!dialog.open) dialog.showModal();
  }
  document.addEventListener("htmx:afterSwap", (event) => settle(event.detail.target));

  tellTheme();
  settle(document);
  window.jiheng = { notice };
})();
