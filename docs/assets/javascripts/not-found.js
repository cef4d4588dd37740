// The 404 page speaks every language of the site; keep the one whose pages the address lies among.
// It runs before the theme's own script, which then finds header, menu and words of that language.
(function () {
  const sections = [...document.querySelectorAll("section.not-found")];
  const below = (section) => location.pathname.startsWith(section.dataset.below);
  const longest = (a, b) => b.dataset.below.length - a.dataset.below.length;
  const chosen = sections.filter(below).sort(longest)[0] || sections[0];
  for (const section of sections) if (section !== chosen) section.remove();
  document.documentElement.lang = chosen.lang;

  const heading = chosen.querySelector("h1, h2"); // the only heading that is left is the page's title
  const title = document.createElement("h1");
  title.textContent = heading.textContent;
  heading.replaceWith(title);

  const words = JSON.parse(document.getElementById("__not-found-words").textContent)[chosen.lang];
  const { title: site, ...parts } = words || { title: document.title };
  document.title = `${title.textContent} - ${site}`;
  for (const [place, html] of Object.entries(parts)) {
    const part = document.querySelector(place);
    if (part) part.outerHTML = html;
  }
})();
