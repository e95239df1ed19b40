// The editor of the page Try: marks that stay below their words while somebody types, and examples that fill it in.
"use strict";

{
  const text = document.getElementById("text");
  const marks = document.getElementById("marks");

  // The stretches of the text with their marks, as the service sent them or as they were left.
  const stretches = () => [...marks.childNodes].map((node) => ({ node, text: node.textContent }));

  // Keep the marks that lie before or behind what was changed, drop those that it touched; the service sends the rest.
  const follow = () => {
    const before = marks.textContent, now = text.value;
    if (before === now) return;
    const most = Math.min(before.length, now.length);
    let start = 0, end = 0;
    while (start < most && before[start] === now[start]) start += 1;
    while (end < most - start && before[before.length - 1 - end] === now[now.length - 1 - end]) end += 1;
    const kept = { before: [], behind: [] };
    let place = 0;
    for (const { node, text } of stretches()) {
      const last = place + text.length;
      if (last <= start) kept.before.push(node);
      else if (place >= before.length - end) kept.behind.push(node);
      place = last;
    }
    const length = (nodes) => nodes.reduce((sum, node) => sum + node.textContent.length, 0);
    const between = now.slice(length(kept.before), now.length - length(kept.behind));
    marks.replaceChildren(...kept.before, between, ...kept.behind);
  };

  if (text && marks) {
    text.addEventListener("input", follow);
    // Choosing what a name means may write into the text; the marks come with the text as it then is.
    let chosenIn = null;
    document.addEventListener("htmx:beforeRequest", (event) => {
      chosenIn = event.detail.elt.name === "means" ? text.value : null;
    });
    document.addEventListener("htmx:oobAfterSwap", (event) => {
      if (event.detail.target === marks && chosenIn === text.value) text.value = marks.textContent;
      follow(); // somebody may have typed on while the answer came
    });
    document.addEventListener("click", (event) => {
      const example = event.target.closest("[data-example]");
      if (!example || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      text.value = example.dataset.example;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    });
  }
}
