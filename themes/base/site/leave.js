/* Leave at once: by the button, or by Shift three times within five seconds, after GOV.UK's pattern “Exit this page”.
   The page goes blank first, then its place in the history is taken by a neutral page. Going back from there leads
   there again. From a folder, the neutral page is a blank one that lies beside this script. Offline no page can be
   asked for: the page is emptied where it stands, and takes that blank one's name and address. */
(() => {
  "use strict";
  const { away, blank, title, two, one, now, expired } = document.currentScript.dataset;
  const here = new URL(blank, document.baseURI).href;
  const MARK = "left", WITHIN = 5000;

  const store = () => { try { return window.sessionStorage; } catch { return null; } };
  const go = () => {
    document.documentElement.style.display = "none";
    document.title = title;
    if (location.protocol === "file:") { location.replace(here); return; }
    if (navigator.onLine) { location.replace(away); return; }
    window.stop();
    document.documentElement.replaceChildren(document.createElement("head"), document.createElement("body"));
    document.title = title;
    history.replaceState(null, "", here);
  };
  const leave = () => {
    try { store()?.setItem(MARK, "1"); } catch { /* a full or forbidden store takes nothing from leaving */ }
    go();
  };

  /* Someone who left and goes back in the same tab is taken away again; whoever comes anew is not. */
  const returned = () => store()?.getItem(MARK) === "1";
  const [entry] = performance.getEntriesByType("navigation");
  if (returned()) {
    if (entry?.type === "back_forward") { go(); return; }
    store().removeItem(MARK);
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted && returned()) go();
  });

  let presses = 0, timer = 0, said = null, lamps = null;
  const say = (words) => { if (said) said.textContent = words; };
  const show = () => { if (lamps) lamps.dataset.on = presses || ""; };
  const forget = () => { clearTimeout(timer); presses = 0; show(); };

  addEventListener("DOMContentLoaded", () => {
    said = document.body.appendChild(document.createElement("p"));
    said.className = "unseen";
    said.setAttribute("role", "status");
    lamps = document.querySelector(".presses");
    document.querySelector(".leave")?.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  });
  /* Shift counts only when it goes down and up alone: typing a capital letter must not. */
  let alone = false;
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone && presses) forget();
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses += 1;
    show();
    if (presses === 1) timer = setTimeout(() => { forget(); say(expired); }, WITHIN);
    if (presses >= 3) { say(now); leave(); return; }
    say(presses === 1 ? two : one);
  });
})();
