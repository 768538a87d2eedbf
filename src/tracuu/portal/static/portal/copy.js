// Copies the words that are to be sent. Without this script they are typed.
"use strict";
const copy = document.querySelector("#copy");
if (copy && navigator.clipboard) {
  document.documentElement.classList.add("with-script");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector("#words").textContent.trim());
    copy.textContent = copy.dataset.done;
  });
}
