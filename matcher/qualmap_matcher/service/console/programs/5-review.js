// Review: one key presses what carries it, as data-key says. Never while somebody types or chooses in a field.
"use strict";

{
  const fields = "input, textarea, select, [contenteditable]";
  const pressed = (keys, key) => [...keys.querySelectorAll("[data-key], [data-key-too]")]
    .find((one) => one.dataset.key === key || one.dataset.keyToo === key);
  let done = false; // a key held down decides one task, not the next too

  document.addEventListener("keydown", (event) => {
    const keys = document.querySelector("[data-keys]");
    if (!keys || done || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(fields)) return;
    const field = keys.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
    const button = pressed(keys, event.key.toLowerCase());
    if (!field && !button) return;
    event.preventDefault();
    if (field) field.focus();
    else {
      done = true;
      button.click();
    }
  });
  window.addEventListener("pageshow", () => { done = false; });
}
