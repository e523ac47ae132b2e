/* The split view: takes what the server sends and changes only what is different, so that nothing moves under the eye.
   A page that has changed is loaded before it takes the old one's place, and is marked for a moment. */
(() => {
  "use strict";
  const body = document.body, say = body.dataset;
  const pane = (name) => document.querySelector(`.pane.${name}`);
  const state = document.querySelector(".state");
  const number = (name) => document.querySelector(`[data-show=${name}] .number`);
  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  };

  /* Pages and slides */
  const addItem = (kind, place) => {
    const item = element("li"), image = element("img");
    image.alt = (kind === "handout" ? say.page : say.slide).replace("{number}", place + 1);
    item.append(image, element("p", "count", String(place + 1)));
    return item;
  };
  const setNotes = (item, notes) => {
    const old = item.querySelector("details"), text = notes.join("\n");
    if (!text || old?.dataset.text === text) { if (!text) old?.remove(); return; }
    const made = element("details");
    made.open = old?.open ?? false;
    made.dataset.text = text;
    made.append(element("summary", "", say.notes), ...notes.map((note) => element("p", "", note)));
    if (old) old.replaceWith(made); else item.append(made);
  };
  const rounds = { handout: 0, slides: 0 };
  const show = async (kind, { round, images }) => {
    rounds[kind] = round;
    const list = pane(kind).querySelector(".leaves"), fresh = !list.children.length;
    pane(kind).querySelector(".making").hidden = true;
    await Promise.all(images.map(async ({ key, width, height, notes }, place) => {
      let item = list.children[place];
      if (!item) { item = addItem(kind, place); list.append(item); }
      setNotes(item, notes);
      const image = item.querySelector("img");
      if (item.dataset.key === key) return;
      item.dataset.key = key;
      const next = new Image();
      next.src = `${key}.png`;
      image.width = width;
      image.height = height;
      try { await next.decode(); } catch { return; }
      if (item.dataset.key !== key) return;
      image.src = next.src;
      if (!fresh) { item.classList.remove("changed"); void item.offsetWidth; item.classList.add("changed"); }
    }));
    if (rounds[kind] === round) {
      while (list.children.length > images.length) list.lastElementChild.remove();
      number(kind).textContent = images.length;
      pane(kind).dataset.round = round;
    }
  };

  /* Problems */
  const problem = (found) => {
    const item = element("li", found.severity);
    const where = found.line ? `${found.path}:${found.line}` : found.path;
    const head = element("p", "where");
    head.append(element("b", "", found.severity), ` ${where}`);
    item.append(head, element("p", "message", found.message));
    if (found.excerpt) item.append(element("code", "", found.excerpt));
    if (found.hint) item.append(element("p", "hint", found.hint));
    return item;
  };
  const told = (problems) => {
    const errors = problems.filter((one) => one.severity === "error").length, warnings = problems.length - errors;
    const words = [];
    if (errors) words.push(errors === 1 ? say.error : say.errors.replace("{count}", errors));
    if (warnings) words.push(warnings === 1 ? say.warning : say.warnings.replace("{count}", warnings));
    return words.join(", ") || say.sound;
  };
  const report = ({ ok, problems, round }) => {
    const list = pane("problems").querySelector(".found");
    const first = [...problems].sort((one, other) => (other.severity === "error") - (one.severity === "error"));
    list.replaceChildren(...(first.length ? first.map(problem) : [element("li", "hint", say.sound)]));
    number("problems").textContent = problems.length || "";
    const making = ok && !problems.length && [...document.querySelectorAll(".making")].some((one) => !one.hidden);
    state.textContent = making ? say.making : told(problems);
    state.classList.toggle("error", !ok);
    pane("problems").dataset.round = round;
    for (const kind of ["handout", "slides"]) {
      if (!ok) pane(kind).querySelector(".making").hidden = true;
      const note = pane(kind).querySelector(".stale"), empty = !pane(kind).querySelector(".leaves").children.length;
      note.hidden = ok;
      note.textContent = empty ? say.none : say.last;
      pane(kind).classList.toggle("old", !ok && !empty);
    }
  };

  /* On a narrow screen one pane is seen at a time. */
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      body.dataset.pane = button.dataset.show;
      for (const one of document.querySelectorAll("[data-show]")) one.setAttribute("aria-pressed", String(one === button));
    });
  }

  const listen = () => {
    const source = new EventSource("live");
    source.addEventListener("handout", (event) => show("handout", JSON.parse(event.data)));
    source.addEventListener("slides", (event) => show("slides", JSON.parse(event.data)));
    source.addEventListener("problems", (event) => report(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      state.textContent = say.lost;
      state.classList.add("error");
      if (source.readyState === EventSource.CLOSED) { setTimeout(listen, 1000); }
    });
  };
  listen();
})();
