// Stands before the theme's script. The search starts when a reader turns to it: its worker and its index weigh
// more than most pages. A word that it found is marked on the page whatever its accents, and leaves the address.
(function () {
  const here = new URL(location.href), sought = here.searchParams.get("h");
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");

  const root = new URL("../../", document.currentScript.src).href;
  const languageOf = (path) => [...document.querySelectorAll(".md-select__link")].find((link) => path.startsWith(`${link.hreflang}/`))?.hreflang;
  const inOwnLanguage = (message) => { // those of other languages only where there is nothing else
    const mine = languageOf(here.href.slice(root.length));
    const items = message.data?.items?.filter(([page]) => languageOf(page.location) === mine);
    return items?.length ? { ...message, data: { ...message.data, items } } : message;
  };

  const startLater = () => {
    const { Worker } = window, { open, send } = XMLHttpRequest.prototype, waiting = [];
    window.Worker = class extends EventTarget {
      constructor(address) {
        super();
        const said = [];
        this.postMessage = (message) => said.push(message);
        waiting.push(() => {
          const worker = new Worker(address);
          worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data: inOwnLanguage(data) }));
          this.postMessage = (message) => worker.postMessage(message);
          said.forEach(this.postMessage);
        });
      }
    };
    XMLHttpRequest.prototype.open = function (method, address) {
      this.send = /\/search\/search_index\.json$/.test(address) ? () => waiting.push(() => send.call(this)) : send;
      open.apply(this, arguments);
    };
    const start = ({ target }) => {
      if (target.id !== "__search" && !target.closest?.(".md-search")) return;
      for (const kind of ["focusin", "change"]) document.removeEventListener(kind, start);
      Object.assign(window, { Worker });
      XMLHttpRequest.prototype.open = open;
      for (const run of waiting) run();
    };
    for (const kind of ["focusin", "change"]) document.addEventListener(kind, start);
  };

  const mark = (node, found) => {
    const places = []; // of each folded letter in the text as it is written
    let place = 0;
    for (const letter of node.data) {
      for (const _ of fold(letter)) places.push(place);
      place += letter.length;
    }
    places.push(place);
    for (const match of [...fold(node.data).matchAll(found)].reverse()) {
      const from = places[match.index], word = node.splitText(from), marked = document.createElement("mark");
      word.splitText(places[match.index + match[0].length] - from);
      word.replaceWith(marked);
      marked.append(word);
    }
  };

  if (location.protocol !== "file:" && !here.searchParams.has("q")) startLater();
  if (sought === null) return;
  here.searchParams.delete("h");
  history.replaceState(history.state, "", here);
  const words = fold(sought).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const nodes = document.createNodeIterator(document.querySelector("article"), NodeFilter.SHOW_TEXT), texts = [];
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) texts.push(node);
  const found = RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})`, "gu");
  if (words.length) for (const text of texts) if (!text.parentElement.closest("script, .katex")) mark(text, found);
})();
