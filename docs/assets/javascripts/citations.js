// Escape closes the reference that a citation shows while the pointer or the focus is on it.
(function () {
  const hide = (event) => {
    if (event.key !== "Escape") return;
    for (const cite of document.querySelectorAll(".cite:hover, .cite:focus-within")) {
      cite.classList.add("cite-off");
      const back = () => cite.classList.remove("cite-off");
      for (const name of ["mouseleave", "focusout"]) cite.addEventListener(name, back, { once: true });
    }
  };
  addEventListener("keydown", hide);
})();
