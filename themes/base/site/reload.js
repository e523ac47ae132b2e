/* On the catalogue's pages while they are served: load anew when a build has ended, and offer the way to the preview. */
(() => {
  "use strict";
  const live = new URL("live", document.currentScript.src), words = document.currentScript.dataset.way;
  const listen = () => {
    const source = new EventSource(live);
    let lost = false;
    source.addEventListener("built", () => location.reload());
    source.addEventListener("open", () => { if (lost) location.reload(); });
    source.addEventListener("error", () => { lost = true; });
  };
  listen();
  const top = document.querySelector(".top .name");
  if (top && words) {
    const way = document.createElement("a");
    way.href = new URL(".", live);
    way.textContent = words;
    top.append(way);
  }
})();
