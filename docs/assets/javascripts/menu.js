// Where the menu is a drawer, a button opens it for the keyboard as well; Escape, or leaving it, closes it.
(function () {
  const label = document.querySelector(".md-header label[for=__drawer]"), drawer = document.getElementById("__drawer");
  const menu = document.querySelector(".md-sidebar--primary");
  if (!menu) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: `${label.className} menu-button` });
  button.setAttribute("aria-label", label.dataset.name);
  button.append(...label.childNodes);
  label.replaceWith(button);

  const turn = (open) => {
    if (drawer.checked !== open) drawer.click(); // the theme listens
  };
  const say = () => button.setAttribute("aria-expanded", drawer.checked);
  button.onclick = () => {
    turn(true);
    const link = menu.querySelector("a.md-nav__link--active") || menu.querySelector("a.md-nav__link");
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "center" });
  };
  drawer.addEventListener("change", say);
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) turn(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    turn(false);
    button.focus();
  });
  say();
})();
