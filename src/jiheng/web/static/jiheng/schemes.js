// A place that is wrong in the text: its link goes to the line itself.
"use strict";
(() => {
  const text = document.getElementById("id_text");
  const show = (line, column) => {
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    text.focus();
    text.setSelectionRange(start + column - 1, start + (lines[line - 1] || "").length);
    text.scrollTop = Math.max(0, (line - 5) * (text.scrollHeight / Math.max(lines.length, 1)));
    text.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link || !text) return;
    event.preventDefault();
    show(Number(link.dataset.line), Number(link.dataset.column));
  });
})();
