// Comfort only: what is new comes by itself, and Ctrl + Enter sends. Without this script the page is loaded again.
"use strict";
const news = document.querySelector("#news");
const EVERY = 8000;
async function look() {
  const fresh = document.querySelector("#fresh");
  const url = new URL(news.dataset.url, location.href);
  url.searchParams.set("stamp", fresh.dataset.stamp);
  // Waiting is no work: such a question does not keep the session alive.
  const answer = await fetch(url, { headers: { "X-Waits": "1" }, redirect: "error" });
  if (answer.status !== 200 || news.contains(document.activeElement)) return;
  news.innerHTML = await answer.text();
  const now = document.querySelector("#fresh").dataset;
  const field = document.querySelector("input[name=seen]");
  // What another officer said is not taken for read: the server asks before a second answer goes out.
  if (field && now.seen && now.officers === fresh.dataset.officers) field.value = now.seen;
}
if (news) {
  let failed = 0;
  setInterval(() => {
    if (document.hidden || failed > 5) return;
    look().then(() => { failed = 0; }, () => { failed += 1; });
  }, EVERY);
}
const text = document.querySelector("#text");
const send = document.querySelector("#send");
if (text) {
  text.setSelectionRange(text.value.length, text.value.length);
  text.addEventListener("keydown", (event) => {
    if (send && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      text.form.requestSubmit(send);
    }
  });
}
