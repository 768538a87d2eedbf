// Dropping a file anywhere on the form chooses it. Without this script the browser's own field does.
"use strict";
const field = document.querySelector("input.drop");
const form = field && field.form;
if (form) {
  const stop = (event, over) => {
    event.preventDefault();
    field.classList.toggle("over", over);
  };
  form.addEventListener("dragover", (event) => stop(event, true));
  form.addEventListener("dragleave", (event) => stop(event, false));
  form.addEventListener("drop", (event) => {
    stop(event, false);
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}
