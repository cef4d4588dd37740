// Copying a formula copies its TeX, between dollar signs.
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0).cloneRange();
  const around = (node) => (node.closest ? node : node.parentElement).closest(".katex-display, .katex");
  const first = around(range.startContainer), last = around(range.endContainer);
  if (first) range.setStartBefore(first); // a formula is copied whole
  if (last) range.setEndAfter(last);
  const box = document.createElement("div");
  box.append(range.cloneContents());
  const formulas = box.querySelectorAll(".katex-display, :not(.katex-display) > .katex");
  if (!formulas.length) return;
  for (const formula of formulas) {
    const sign = formula.matches(".katex-display") ? "$$" : "$";
    formula.replaceWith(sign + formula.querySelector("annotation").textContent + sign);
  }
  document.body.append(box); // only what is shown has line breaks
  event.clipboardData.setData("text/plain", box.innerText);
  box.remove();
  event.preventDefault();
});
