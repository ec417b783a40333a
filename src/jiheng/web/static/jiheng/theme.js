// Sets light or dark before anything is drawn, so that no page flashes; runs in <head>.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage may be switched off; the system's choice stands then
    }
  };
  const show = () => {
    root.dataset.bsTheme = kept() || (dark.matches ? "dark" : "light");
    document.dispatchEvent(new Event("theme"));
  };
  dark.addEventListener("change", show);
  window.addEventListener("storage", show);
  window.addEventListener("beforeprint", () => {
    root.dataset.bsTheme = "light"; // paper is white
    document.dispatchEvent(new Event("theme"));
  });
  window.addEventListener("afterprint", show);
  window.jihengTheme = {
    turn() {
      const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("theme", next);
      } catch {
        root.dataset.bsTheme = next; // for this page only
      }
      show();
    },
  };
  show();
})();
