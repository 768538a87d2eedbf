// Comfort only: says by itself that the citizen sent the code. Without this script there is a button.
"use strict";
const bound = document.querySelector("#bound");
const timer = setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(bound.dataset.url, { headers: { "X-Waits": "1" }, redirect: "error" });
    if (answer.status !== 200) return;
    const text = await answer.text();
    if (text.trim() !== bound.innerHTML.trim()) bound.innerHTML = text;
    if (bound.querySelector("[data-settled]")) clearInterval(timer);
  } catch {
    // The network is away for a moment.
  }
}, 3000);
