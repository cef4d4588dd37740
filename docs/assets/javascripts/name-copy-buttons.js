// The theme puts a <nav> with a copy button into each code block, all without a name of their own.
// Screen readers list landmarks by name: number them.
(function () {
  let number = 0;
  const name = () => {
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([aria-label])")) {
      const title = nav.querySelector("[title]")?.title || "";
      nav.setAttribute("aria-label", `${title} ${++number}`.trim());
    }
  };
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  name();
})();
