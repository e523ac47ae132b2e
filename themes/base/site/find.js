/* Search as you type, and filters that an address can hold. Typed words stay out of the address, and so out of the
   history; an address that names some (?q=…) is understood. */
(() => {
  "use strict";
  const form = document.querySelector(".find");
  if (!form) return;
  const status = form.querySelector("[role=status]"), reset = form.querySelector(".reset");
  const typed = form.elements.namedItem("q"), selects = [...form.querySelectorAll("select")];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
  const cards = [...document.querySelectorAll(".cards > li")].map((card) => ({
    card,
    words: fold(`${card.querySelector(".words").textContent} ${card.dataset.k ?? ""}`),
    tokens: new Set(card.dataset.f.split(" ")),
  }));

  const find = () => {
    const words = fold(typed.value).split(/\s+/).filter(Boolean);
    const wanted = selects.map((select) => select.value).filter(Boolean);
    let shown = 0;
    for (const { card, words: text, tokens } of cards) {
      const fits = words.every((word) => text.includes(word)) && wanted.every((token) => tokens.has(token));
      if (card.hidden === fits) card.hidden = !fits;
      shown += fits;
    }
    const all = !words.length && !wanted.length;
    reset.hidden = all;
    status.textContent = all ? form.dataset.all : shown
      ? form.dataset.shown.replace("{shown}", shown).replace("{all}", cards.length) : form.dataset.none;
  };
  const keep = () => {
    const address = new URL(location.href);
    address.search = new URLSearchParams(selects.filter((s) => s.value).map((s) => [s.name, s.value])).toString();
    try { history.replaceState(null, "", address); } catch { /* some browsers forbid it for files: nothing is lost */ }
  };

  const asked = new URLSearchParams(location.search);
  typed.value = asked.get("q") ?? typed.value;
  for (const select of selects) {
    const value = asked.get(select.name);
    if (value && [...select.options].some((option) => option.value === value)) select.value = value;
  }
  const filters = form.querySelector(".filters");
  if (filters && selects.some((select) => select.value)) filters.open = true;
  if (typed.value || selects.some((select) => select.value)) find();

  typed.addEventListener("input", find);
  form.addEventListener("change", () => { find(); keep(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { find(); keep(); typed.focus(); }));
})();
