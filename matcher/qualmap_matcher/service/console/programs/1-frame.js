// What every page does beyond HTML and HTMX: the appearance without a new page, and a word where the service is away.
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-theme-choice]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  document.documentElement.dataset.theme = link.dataset.themeChoice;
  for (const one of document.querySelectorAll("[data-theme-choice]")) {
    if (one === link) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  // The answer's cookie keeps the choice. Where it cannot be kept, it still holds for this page.
  fetch(link.href, { credentials: "same-origin" }).catch(() => {});
});

const away = (is) => {
  const told = document.getElementById("away");
  if (told) told.hidden = !is;
};
document.addEventListener("htmx:sendError", () => away(true));
document.addEventListener("htmx:timeout", () => away(true));
document.addEventListener("htmx:afterOnLoad", () => away(false));
