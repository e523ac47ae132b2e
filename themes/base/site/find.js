/* Search as you type, and filters that an address can hold. Typed words stay out of the address, and so out of the
   history; an address that names some (?q=…) is understood. */
(() => {
  "use strict";
  const form = document.querySelector(".find");
  if (!form) return;
  const status = form.querySelector("[role=status]"), reset = form.querySelector(".reset");
  const typed = form.elements.namedItem("q"), selects = [...form.querySelectorAll("select")];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
  const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const cards = [...document.querySelectorAll(".cards > li")].map((card) => ({
    card,
    words: ` ${wordsOf(`${card.querySelector(".words").textContent} ${card.dataset.k ?? ""}`).join(" ")}`,
    tokens: new Set(card.dataset.f.split(" ")),
  }));

  /* words.js: on each line what the words of one stem begin with, their endings, and the cards that have one of them. */
  const groups = (self.searchWords ?? "").split("\n").filter(Boolean).map((line) => {
    const [start, endings, numbers] = line.split(" ");
    return { forms: endings.split(",").map((ending) => start + ending), cards: numbers.split(",").map((n) => parseInt(n, 36)) };
  });
  /* Writing without spaces between words gives long runs: there a word is looked for inside them. */
  const has = (text, word) => (/^[a-z0-9]/.test(word) ? text.startsWith(word) : text.includes(word));
  const having = (test) => {
    const found = new Set(), firsts = [];
    for (const group of groups) {
      const first = group.forms.find(test);
      if (first === undefined) continue;
      firsts.push(first);
      for (const number of group.cards) found.add(number);
    }
    return { found, form: firsts[0] };
  };
  /* A word that nobody wrote in this form: its ending is cut by up to three letters (hotlines, policing, policies). */
  const inflected = (form, word) => form.length > 3 && word.length > form.length && word.length - form.length < 4
    && (word.startsWith(form) || (form.at(-1) === "y" ? word === `${form.slice(0, -1)}ies`
      : !word.endsWith("ies") && word.startsWith(form.slice(0, -1))));
  /* One letter too many, one missing, another one, or two changed about. */
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 4) return false;
    let i = 0, j = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    while (j < Math.min(a.length, b.length) - i && a.at(-1 - j) === b.at(-1 - j)) j += 1;
    const [x, y] = [a.slice(i, a.length - j), b.slice(i, b.length - j)];
    return (x.length < 2 && y.length < 2) || (x.length === 2 && y === x[1] + x[0]);
  };
  /* What a typed word finds: the cards, and the word itself or the one that was taken for it. */
  const look = (word) => {
    const { found } = having((form) => has(form, word));
    cards.forEach(({ words }, number) => { if (words.includes(/^[a-z0-9]/.test(word) ? ` ${word}` : word)) found.add(number); });
    if (found.size) return { found, form: word };
    const other = having((form) => inflected(form, word));
    if (other.found.size) return { ...other, form: word };
    const taken = having((form) => near(form, word));
    return taken.found.size ? taken : { found, form: word };
  };

  const find = () => {
    const words = wordsOf(typed.value), looked = words.map(look);
    const wanted = selects.map((select) => select.value).filter(Boolean);
    let shown = 0;
    cards.forEach(({ card, tokens }, number) => {
      const fits = looked.every(({ found }) => found.has(number)) && wanted.every((token) => tokens.has(token));
      if (card.hidden === fits) card.hidden = !fits;
      shown += fits;
    });
    const all = !words.length && !wanted.length;
    const taken = looked.findIndex(({ form }, n) => form !== words[n]);
    const instead = shown && taken >= 0
      ? `${form.dataset.instead.replace("{typed}", words[taken]).replace("{found}", looked[taken].form)} ` : "";
    reset.hidden = all;
    status.textContent = instead + (all ? form.dataset.all : shown
      ? form.dataset.shown.replace("{shown}", shown).replace("{all}", cards.length) : form.dataset.none);
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
