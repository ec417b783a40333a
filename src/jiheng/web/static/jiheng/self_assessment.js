// Saves a self-assessment as one types, and loses nothing that was typed.
//
// What is typed lies in localStorage (by person, subject and field, with the version that was read)
// until the server has said that it is stored. One request at a time, in the order of typing; after a
// lost connection or a reload they are sent again. What a save changes comes as pieces, each put in
// the place of its namesake. Without this script the page's one form does the same, all at once.
(() => {
  const form = document.getElementById("section-form");
  const shelf = document.getElementById("kept");
  if (!shelf) return;
  const { subject, person } = shelf.dataset;
  const PREFIX = `jiheng:unsaved:${person}:${subject}:`;
  const PAUSE = 700, RETRY = 5000, ASK = 15000;

  // --- what is not saved yet -------------------------------------------------------------------------
  const memory = new Map(); // where the browser keeps nothing
  let isKept = true;
  function keep(name, entry) {
    memory.set(name, entry);
    try { localStorage.setItem(PREFIX + name, JSON.stringify(entry)); } catch { isKept = false; }
  }
  function forget(name) {
    memory.delete(name);
    try { localStorage.removeItem(PREFIX + name); } catch { /* nothing was kept */ }
  }
  function recall() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(PREFIX)) memory.set(key.slice(PREFIX.length), JSON.parse(localStorage.getItem(key)));
      }
    } catch { isKept = false; }
  }
  const inOrder = () => [...memory].sort((one, other) => one[1].at - other[1].at);

  // --- fields on this page ---------------------------------------------------------------------------
  const byId = (id) => document.getElementById(id);
  const boxOf = (entry) => byId(`field-${entry.of}-${entry.about}`);
  const toldOf = (entry) => byId(`told-${entry.of}-${entry.about}`);
  const named = (box, name) => [...box.querySelectorAll("[name]")].filter((one) => one.name === name);
  const nameOf = (box) => `${box.dataset.of}:${box.dataset.about}`;
  const tidy = (text) => text.replace(/\r\n/g, "\n").trim();

  function valueOf(box, name) {
    const inputs = named(box, name);
    if (!inputs.length) return "";
    if (inputs[0].type !== "radio") return tidy(inputs[0].value);
    return inputs.find((one) => one.checked)?.value ?? "";
  }
  function fill(box, text, reason) {
    const name = nameOf(box);
    for (const input of named(box, name)) {
      if (input.type === "radio") input.checked = input.value === text;
      else if (tidy(input.value) !== text) input.value = text;
    }
    for (const input of named(box, `reason:${name}`)) {
      if (tidy(input.value) !== reason) input.value = reason;
      if (reason) input.closest("details").open = true;
    }
  }
  const typed = (box) => ({ text: valueOf(box, nameOf(box)), reason: valueOf(box, `reason:${nameOf(box)}`) });
  const stored = (box) => ({ text: valueOf(box, `was:${nameOf(box)}`), reason: valueOf(box, `was-reason:${nameOf(box)}`) });
  const same = (one, other) => one.text === other.text && one.reason === other.reason;

  function mark(entry, words) {
    const box = boxOf(entry), told = toldOf(entry);
    if (!box || !told) return;
    box.classList.toggle("unsaved", Boolean(words));
    let line = told.querySelector("[data-unsaved]");
    if (!words) { line?.remove(); return; }
    if (!line) {
      line = document.createElement("p");
      line.className = "saved saved-not";
      line.dataset.unsaved = "";
      for (const before of told.querySelectorAll(".saved")) before.remove();
      told.append(line);
    }
    line.textContent = words;
  }

  // --- typing ------------------------------------------------------------------------------------------
  const waiting = new Map();
  function changed(box, { at_once = false, forced = false } = {}) {
    const name = nameOf(box), now = typed(box), { of, about } = box.dataset;
    clearTimeout(waiting.get(name));
    const before = memory.get(name);
    if (before?.held && !forced) {
      keep(name, { ...before, ...now });
      mine(box, now);
      return;
    }
    if (!forced && !before && same(now, stored(box))) return;
    if (!forced && before && !before.sent && same(now, stored(box))) {
      forget(name);
      mark({ of, about }, "");
      return;
    }
    const title = box.querySelector("legend, label")?.textContent.trim() ?? "";
    const version = before && !before.held ? before.version : Number(toldOf({ of, about }).dataset.version);
    keep(name, { of, about, ...now, version, title, section: form.dataset.section, at: before?.at ?? Date.now() });
    mark({ of, about }, "未保存");
    waiting.set(name, setTimeout(run, at_once ? 0 : PAUSE));
  }

  // While two values stand against each other, typing goes on without choosing: only a button chooses.
  function mine(box, now) {
    const button = box.querySelector("[data-mine]");
    if (!button) return;
    button.dataset.takes = now.text;
    button.dataset.takesReason = now.reason;
    box.querySelector("[data-mine-text]").textContent = now.text || "（空）";
  }

  // --- sending -----------------------------------------------------------------------------------------
  let isBusy = false, isOut = false, again = 0;
  async function run() {
    if (isBusy || isOut || !form) return;
    isBusy = true;
    try {
      for (let next = due(); next; next = due()) if (!(await send(...next))) break;
    } finally {
      isBusy = false;
      showShelf();
    }
  }
  const due = () => inOrder().find(([, entry]) => !entry.held);

  async function send(name, entry) {
    keep(name, { ...entry, sent: true });
    mark(entry, "正在保存…");
    const answer = await post(entry);
    if (!answer || answer.status >= 500 || answer.status === 429) {
      mark(entry, "未保存：网络不通，接通后自动补存");
      clearTimeout(again);
      again = setTimeout(run, RETRY);
      return false;
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      isOut = true;
      mark(entry, "未保存：登录已失效");
      window.jiheng.notice("登录已失效。没保存的内容留在这台设备上，重新登录后回到本页会自动补存。", "wrong");
      return false;
    }
    if (answer.ok) await accept(name, entry, answer);
    else await hold(name, entry, answer);
    return true;
  }
  async function post(entry) {
    const body = new URLSearchParams();
    for (const name of ["of", "about", "text", "reason", "version", "section"]) body.set(name, entry[name]);
    body.set("acting", form.elements.acting.value);
    const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
    try {
      return await fetch(form.dataset.save, { method: "POST", body, headers, redirect: "manual", keepalive: true });
    } catch {
      return null;
    }
  }
  async function accept(name, entry, answer) {
    put(await answer.text());
    const box = boxOf(entry), latest = memory.get(name);
    if (!box || !latest || same(latest, entry)) {
      forget(name);
      mark(entry, "");
      return;
    }
    // something was typed while this was on its way: it goes out next, on top of what is stored now
    keep(name, { ...latest, sent: false, version: Number(toldOf(entry).dataset.version) });
    mark(entry, "未保存");
  }
  async function hold(name, entry, answer) {
    const before = toldOf(entry);
    if (answer.status === 409) put(await answer.text());
    if (before === toldOf(entry)) mark(entry, "没有保存：这一处现在不能填，请刷新页面看原因");
    keep(name, { ...memory.get(name), held: true });
    boxOf(entry)?.classList.add("unsaved");
  }
  function put(pieces) {
    const template = document.createElement("template");
    template.innerHTML = pieces;
    for (const piece of [...template.content.children]) {
      if (piece.id) byId(piece.id)?.replaceWith(piece);
    }
    const told = Number(byId("section-sum")?.dataset.revision ?? 0);
    if (told === revision + 1) revision = told;
  }

  // --- what lies here and cannot be sent from this page ---------------------------------------------------
  function showShelf() {
    const entries = inOrder().filter(([, entry]) => !form || (entry.held && !boxOf(entry)));
    shelf.hidden = entries.length === 0;
    shelf.querySelector("[data-list]").replaceChildren(...entries.map(([, entry]) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `../${encodeURIComponent(entry.section)}/#field-${entry.of}-${entry.about}`;
      link.textContent = entry.title || entry.about;
      line.append(link, `：${entry.text}${entry.reason ? `（${entry.reason}）` : ""}`);
      return line;
    }));
  }
  shelf.querySelector("[data-forget]").addEventListener("click", () => {
    for (const [name, entry] of inOrder()) if (!form || (entry.held && !boxOf(entry))) forget(name);
    showShelf();
  });

  // --- what others do meanwhile ---------------------------------------------------------------------------
  let revision = Number(form?.dataset.revision ?? 0);
  async function ask() {
    if (document.hidden || isOut || isBusy) return;
    let answer;
    try {
      answer = await fetch(`${form.dataset.news}?since=${revision}`, { redirect: "manual" });
    } catch { return; }
    if (answer.status !== 200) return;
    const news = await answer.json();
    revision = news.revision;
    byId("here").textContent = news.here.length ? `${news.here.join("、")}也在填。` : "";
    for (const one of news.fields) offer(one);
  }
  function offer(one) {
    const told = byId(`told-${one.id}`), box = byId(`field-${one.id}`);
    if (!told || one.version <= Number(told.dataset.version) || memory.has(nameOf(box))) return;
    told.querySelector("[data-news]")?.remove();
    const line = document.createElement("p"), button = document.createElement("button");
    line.className = "tally";
    line.dataset.news = "";
    line.setAttribute("role", "status");
    line.textContent = `${one.by} ${one.at} 改为“${one.text || "（空）"}” `;
    button.type = "button";
    button.className = "btn";
    button.textContent = "载入";
    button.addEventListener("click", () => {
      told.dataset.version = one.version;
      fill(box, one.text, one.reason);
      changed(box, { at_once: true, forced: true }); // the same text changes nothing: it only tells
    });
    line.append(button);
    told.append(line);
  }

  // --- begin ------------------------------------------------------------------------------------------------
  recall();
  if (form) {
    const boxAround = (event) => event.target.closest?.("[data-field]");
    const isTyped = (event) => event.target.name && event.target.type !== "hidden";
    document.addEventListener("input", (event) => {
      const box = boxAround(event);
      if (box && isTyped(event) && !event.isComposing) changed(box);
    });
    document.addEventListener("change", (event) => {
      const box = boxAround(event);
      if (box && isTyped(event)) changed(box, { at_once: true });
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest?.("[data-types], [data-takes]");
      const box = button && boxAround(event);
      if (!box) return;
      if (button.dataset.types !== undefined) fill(box, button.dataset.types, typed(box).reason);
      else fill(box, button.dataset.takes, button.dataset.takesReason);
      changed(box, { at_once: true, forced: true });
      (named(box, nameOf(box)).find((one) => one.checked) ?? named(box, nameOf(box))[0]).focus();
    });
    for (const [name, entry] of inOrder()) {
      const box = boxOf(entry);
      if (box && same(entry, stored(box))) forget(name);
      else {
        if (box) fill(box, entry.text, entry.reason);
        mark(entry, "未保存");
        keep(name, { ...entry, held: false });
      }
    }
    window.addEventListener("online", run);
    window.addEventListener("pagehide", run);
    window.addEventListener("focus", ask);
    window.addEventListener("beforeunload", (event) => { if (!isKept && memory.size) event.preventDefault(); });
    setInterval(ask, ASK);
    run();
  }
  showShelf();
})();
