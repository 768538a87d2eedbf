// Comfort only: what was typed in vain is marked, so that the next scan takes its place; a slip prints
// itself; the browser asks nothing when a page is loaded again. Without this script the page does all the rest.
"use strict";
const query = document.querySelector("#query");
if (query && query.value) query.select();
// Loaded again, a page that a form brought asks for the counter, and sends nothing a second time.
if (query && !location.search) history.replaceState(null, "", query.form.action);
const print = document.querySelector("#print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
