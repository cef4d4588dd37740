// The 404 page speaks every language of the site; keep the one whose pages the address lies among.
(function () {
  const sections = [...document.querySelectorAll("section.not-found")];
  const below = (section) => location.pathname.startsWith(section.dataset.below);
  const longest = (a, b) => b.dataset.below.length - a.dataset.below.length;
  const chosen = sections.filter(below).sort(longest)[0] || sections[0];
  for (const section of sections) section.hidden = section !== chosen;
  document.documentElement.lang = chosen.lang;
  const heading = chosen.querySelector("h2");
  if (heading) { // the only heading that is left is the page's title
    const title = document.createElement("h1");
    title.textContent = heading.textContent;
    heading.replaceWith(title);
  }
})();
