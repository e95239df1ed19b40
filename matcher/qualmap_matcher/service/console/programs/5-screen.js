// Kept answers: a button that prints, which is there only where a program can. Files: a download of what is shown.
"use strict";

{
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // The results of a file: what is downloaded is what the filters show, also after HTMX changed them.
  const sieve = document.querySelector(".sieve"), sieved = document.querySelector("[data-sieved]");
  if (sieve && sieved) {
    sieved.addEventListener("submit", () => {
      for (const field of sieved.querySelectorAll("input[type=hidden]")) {
        if (field.name !== "csrf" && sieve.elements[field.name]) field.value = sieve.elements[field.name].value;
      }
    });
  }
}
