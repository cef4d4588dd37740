// Copying a formula copies its TeX, between dollar signs.
addEventListener("copy", (event) => {
  const selection = getSelection(), box = document.createElement("div");
  if (selection.isCollapsed) return;
  const range = selection.getRangeAt(0).cloneRange();
  const whole = (node) => {
    const at = node.closest ? node : node.parentElement;
    return at.closest(".katex-display") || at.closest(".katex");
  };
  const first = whole(range.startContainer), last = whole(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  box.append(range.cloneContents());
  const found = box.querySelectorAll(".katex");
  if (!found.length) return;
  for (const one of found) {
    const sign = one.matches(".katex-display > *") ? "$$" : "$";
    one.replaceWith(sign + one.querySelector("annotation").textContent + sign);
  }
  document.body.append(box);
  event.clipboardData.setData("text/plain", box.innerText);
  box.remove();
  event.preventDefault();
});
