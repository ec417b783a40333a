// Evidence: files chosen, dropped, pasted or photographed at a place are sent one after the other.
// [data-evidence="address"] is a place; with data-evidence-after the page goes there when all are sent,
// else the answer takes the place's place.
(() => {
  const place = (element) => element && element.closest("[data-evidence]");
  let last = null;

  function ask(where, camera) {
    const input = document.createElement("input");
    input.type = "file";
    if (camera) {
      input.accept = "image/*";
      input.capture = "environment";
    } else input.multiple = true;
    input.addEventListener("change", () => send(where, [...input.files]));
    input.click();
  }

  function post(address, file, told) {
    const body = new FormData();
    body.append("files", file, file.name || "截图.png");
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]').content);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("HX-Current-URL", location.href);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) told(Math.floor((event.loaded / event.total) * 100));
    });
    return new Promise((settle) => {
      request.addEventListener("loadend", () => settle(request));
      request.send(body);
    });
  }

  async function send(where, files) {
    if (!files.length || where.dataset.evidenceBusy) return;
    where.dataset.evidenceBusy = "yes";
    const refused = [];
    let answered = "";
    let taken = 0;
    for (const [at, file] of files.entries()) {
      const progress = where.querySelector("[data-evidence-progress]");
      const request = await post(where.dataset.evidence, file, (percent) => {
        if (progress) progress.textContent = `正在上传 ${at + 1} / ${files.length}：${file.name}（${percent}%）`;
      });
      if (request.status === 200) {
        taken += 1;
        answered = request.responseText;
      }
      refused.push(...problems(request, file));
    }
    delete where.dataset.evidenceBusy;
    finish(where, { refused, answered, taken, zip: files.some((file) => /\.zip$/i.test(file.name)) });
  }

  // The sentences of an answer that says why a file was not taken.
  function problems(request, file) {
    if (request.status === 200 || request.status === 422) {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      return [...page.querySelectorAll(".notice-wrong p")].map((line) => line.textContent);
    }
    if (request.status === 409) {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const words = page.querySelector("main p");
      return [`“${file.name}”没有收下：${words ? words.textContent : "现在不能上传。"}`];
    }
    const words = request.status
      ? "服务器没有收下，请刷新页面后再试。"
      : "网络中断，或文件太大，没有送到；请检查网络，或压缩后再传。";
    return [`“${file.name}”：${words}`];
  }

  function finish(where, { refused, answered, taken, zip }) {
    const progress = where.querySelector("[data-evidence-progress]");
    if (progress) progress.textContent = "";
    if (taken && where.dataset.evidenceAfter && !refused.length) {
      location.assign(zip ? where.dataset.evidenceSort : where.dataset.evidenceAfter);
      return;
    }
    if (taken && answered && !where.dataset.evidenceAfter) {
      const page = new DOMParser().parseFromString(answered, "text/html");
      const next = page.querySelector("[data-evidence]");
      if (next) where.replaceWith(next);
      last = next;
    }
    for (const words of refused) window.jiheng.notice(words, "wrong");
    if (taken) window.jiheng.notice(`已收下 ${taken} 个文件。`, "done");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-evidence-choose], [data-evidence-camera]");
    const where = place(button);
    if (!where) return;
    event.preventDefault();
    last = where;
    ask(where, button.hasAttribute("data-evidence-camera"));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-evidence]")) return;
    event.preventDefault();
    const files = [...form.querySelectorAll('input[type="file"]')].flatMap((input) => [...input.files]);
    if (files.length) send(form, files);
    else window.jiheng.notice("还没有选文件。请点“选择文件”，或把文件拖进来。", "waiting");
  });

  for (const kind of ["dragenter", "dragover"])
    document.addEventListener(kind, (event) => {
      const where = place(event.target);
      if (!where || !event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      where.classList.add("over");
    });
  document.addEventListener("dragleave", (event) => {
    const where = place(event.target);
    if (where && !where.contains(event.relatedTarget)) where.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    const where = place(event.target);
    if (!where || !event.dataTransfer.files.length) return;
    event.preventDefault();
    where.classList.remove("over");
    send(where, [...event.dataTransfer.files]);
  });

  // A picture on the clipboard goes where the hand was last: the focused place, or the page's own one.
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    const near = place(event.target) || place(document.activeElement) || last;
    const where = near && near.isConnected ? near : document.querySelector("[data-evidence-after]");
    if (!files.length || !where) return;
    event.preventDefault();
    send(where, files);
  });
})();
