/* A file that is chosen, or dropped on the page, goes to the server on this machine; what it would change comes back as a part of
   the page. Nothing of it is kept, and nothing is written. */
(() => {
  "use strict";
  const pane = document.querySelector(".pane.returned"), say = pane.dataset, body = document.body;
  const input = document.querySelector(".drop input"), over = document.querySelector(".over");
  const button = document.querySelector("[data-show=returned]");
  const progress = pane.querySelector(".progress"), result = pane.querySelector(".result");
  const stale = pane.querySelector(".stale"), problems = document.querySelector(".pane.problems");
  const stop = pane.querySelector(".stop"), close = pane.querySelector(".close");
  let sending = null, round = "";

  const tell = (words, failed = false) => {
    progress.textContent = words;
    progress.classList.toggle("error", failed);
  };
  const open = () => {
    pane.hidden = false;
    button.hidden = false;
    body.classList.add("with-returned");
    button.click();
    pane.scrollTop = 0;
  };

  /* A command to type: a name that a shell would take apart is quoted; one that cannot be shown as it is, is left to the reader. */
  const named = (name) => {
    if (/^[\w.][\w.-]*$/.test(name)) return name;
    return /^[\p{L}\p{N} ._()+,-]+$/u.test(name) ? `'${name.startsWith("-") ? "./" : ""}${name}'` : "FILE";
  };
  const put = (text, name) => {
    const found = new DOMParser().parseFromString(text, "text/html");
    for (const one of found.querySelectorAll("[data-command]")) {
      one.textContent = one.textContent.replace("FILE", () => named(name));
    }
    result.replaceChildren(...found.body.childNodes);
  };

  const send = async (file) => {
    if (sending) { tell(say.busy, true); return; }
    open();
    result.replaceChildren();
    stale.hidden = true;
    round = problems.dataset.round;
    if (file.size > Number(say.most)) { tell(say.large, true); return; }
    const mine = new AbortController();
    sending = mine;
    stop.hidden = false;
    tell(say.reading.replace("{name}", () => file.name));
    try {
      const answer = await fetch("returned", {
        method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" }, signal: mine.signal,
      });
      const text = await answer.text();
      if (answer.ok) {
        put(text, file.name);
        tell("");
        const sum = result.querySelector(".sum");
        tell(sum ? `${file.name}: ${sum.textContent}` : "");
        sum?.remove();
        pane.querySelector("h2").focus({ preventScroll: true });
      } else {
        tell(answer.status === 429 ? say.busy : answer.status === 413 ? say.large : say.unsent, true);
      }
    } catch {
      tell(mine.signal.aborted ? say.stopped : say.unsent, true);
    } finally {
      sending = null;
      stop.hidden = true;
    }
  };
  const take = (files) => {
    if (files.length === 1) send(files[0]);
    else if (files.length) { open(); result.replaceChildren(); tell(say.one, true); }
  };

  /* What is shown is of the source as it was: `round` counts how often the module has been read. */
  new MutationObserver(() => {
    stale.hidden = !result.querySelector(".block") || problems.dataset.round === round;
  }).observe(problems, { attributeFilter: ["data-round"] });

  /* A picture leads to the page or slide itself, in the pane of this module's. */
  result.addEventListener("click", (event) => {
    const found = event.target.closest("[data-number]");
    if (!found) return;
    if (getComputedStyle(document.querySelector(".panes")).display !== "none") document.querySelector(`[data-show=${found.dataset.kind}]`).click();
    const leaf = document.querySelectorAll(`.pane.${found.dataset.kind} .leaves li`)[Number(found.dataset.number) - 1];
    leaf?.scrollIntoView({ block: "center" });
  });

  input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
  stop.addEventListener("click", () => sending?.abort());
  close.addEventListener("click", () => {
    sending?.abort();
    pane.hidden = true;
    button.hidden = true;
    body.classList.remove("with-returned");
    document.querySelector("[data-show=handout]").click();
    result.replaceChildren();
    tell("");
    input.focus();
  });

  /* Dropped anywhere on the page. `dragleave` comes for each element that is left; the last has nothing that is entered. */
  const holds = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragenter", (event) => { if (holds(event)) { event.preventDefault(); over.hidden = false; } });
  document.addEventListener("dragover", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over.hidden = true; });
  document.addEventListener("drop", (event) => {
    over.hidden = true;
    if (!holds(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
})();
