// Shows a figure or a drawing over the whole window: by a click or a tap on it, or by the button below it.
(function () {
  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  let dialog, box, large, bar, caption, zoom, close;

  const build = () => {
    dialog = make("dialog", { className: "figure-view md-typeset" });
    box = make("div", { className: "figure-view-box", tabIndex: 0 });
    bar = make("div", { className: "figure-view-bar" });
    caption = make("p", { id: "figure-view-caption" });
    zoom = make("button", { type: "button", className: "figure-view-button", onclick: () => magnify(!dialog.classList.contains("zoomed")) });
    close = make("button", { type: "button", className: "figure-view-button", onclick: () => dialog.close() });
    dialog.setAttribute("aria-labelledby", caption.id);
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", caption.id);
    bar.append(caption, zoom, close);
    dialog.append(box, bar);
    document.body.append(dialog);
  };
  const magnify = (on) => {
    dialog.classList.toggle("zoomed", on);
    zoom.setAttribute("aria-pressed", on);
    box.scrollTo((box.scrollWidth - box.clientWidth) / 2, (box.scrollHeight - box.clientHeight) / 2);
  };
  const words = (figure) => {
    const said = (figure.querySelector("figcaption > p") || figure.querySelector("figcaption")).cloneNode(true);
    said.querySelectorAll(".figure-open, .diagram-links").forEach((extra) => extra.remove());
    return said.textContent.trim() ? [...said.childNodes] : [figure.querySelector("svg").getAttribute("aria-label")];
  };
  const open = (figure, picture, button, said) => {
    if (!dialog) build();
    large = picture.cloneNode(true);
    large.loading = "eager";
    large.removeAttribute("style"); // a drawing on the page keeps a least width
    large.style.setProperty("--ratio", picture.getAttribute("width") / picture.getAttribute("height"));
    large.onclick = () => magnify(!dialog.classList.contains("zoomed"));
    box.classList.toggle("diagram", figure.matches(".diagram"));
    box.replaceChildren(large);
    caption.replaceChildren(...words(figure));
    zoom.textContent = said.zoom;
    close.textContent = said.close;
    button.focus(); // where the focus returns when the window closes, also after a tap
    dialog.showModal();
    magnify(false);
    close.focus();
  };

  for (const at of document.querySelectorAll("figure [data-open]")) {
    const figure = at.closest("figure"), picture = at.querySelector("svg") || at, said = at.dataset;
    const place = figure.querySelector("figcaption > p, .diagram-links");
    const label = figure.querySelector(".figure-label"), button = make("button", { type: "button", className: "figure-open" });
    if (!place) continue;
    const name = label ? label.textContent.replace(/\.$/, "") : at.getAttribute("aria-label");
    button.title = said.open;
    button.setAttribute("aria-label", `${said.open} (${name})`);
    button.onclick = picture.onclick = () => open(figure, picture, button, said);
    picture.classList.add("opens");
    place.prepend(button);
  }
})();
