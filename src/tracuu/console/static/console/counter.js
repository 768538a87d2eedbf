// Comfort only: what was typed in vain is marked, so that the next scan takes its place; a slip prints
// itself. Without this script the page does all the rest.
"use strict";
const query = document.querySelector("#query");
if (query && query.value) query.select();
const print = document.querySelector("#print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
