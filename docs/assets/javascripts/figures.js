// Shows a computed figure over the whole window: by a click or a tap on it, or by the button in its caption.
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
  const open = (img, button) => {
    if (!dialog) build();
    large = img.cloneNode();
    large.loading = "eager";
    large.style.setProperty("--ratio", img.getAttribute("width") / img.getAttribute("height"));
    large.onclick = () => magnify(!dialog.classList.contains("zoomed"));
    box.replaceChildren(large);
    const said = img.closest("figure").querySelector("figcaption > p").cloneNode(true);
    said.querySelector(".figure-open").remove();
    caption.replaceChildren(...said.childNodes);
    zoom.textContent = img.dataset.zoom;
    close.textContent = img.dataset.close;
    button.focus(); // where the focus returns when the window closes, also after a tap
    dialog.showModal();
    magnify(false);
    close.focus();
  };

  for (const img of document.querySelectorAll("figure.computed img[data-open]")) {
    const label = img.closest("figure").querySelector(".figure-label"), button = make("button", { type: "button", className: "figure-open" });
    if (!label) continue;
    button.title = img.dataset.open;
    button.setAttribute("aria-label", `${img.dataset.open} (${label.textContent.replace(/\.$/, "")})`);
    button.onclick = img.onclick = () => open(img, button);
    img.classList.add("opens");
    label.parentNode.prepend(button);
  }
})();
