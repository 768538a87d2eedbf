// The page works without this: it only saves reloading after each message and shows answers by itself.
"use strict";

const chat = document.querySelector("main.chat");
const log = document.getElementById("log");
let version = chat.dataset.version;
let isAsking = false;

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

async function refresh() {
  if (isAsking) return;
  isAsking = true;
  try {
    const visible = document.visibilityState === "visible" ? 1 : 0;
    const response = await fetch(`${chat.dataset.here}parts?have=${version}&visible=${visible}`);
    if (response.status === 200) show(await response.text());
  } catch {
    // The emulator was stopped or restarted: the next look will tell.
  } finally {
    isAsking = false;
  }
}

function show(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").getElementById("parts");
  if (!parts) return;
  version = parts.dataset.version;
  const before = document.querySelectorAll("#bubbles > li").length;
  for (const id of ["bubbles", "events"]) {
    document.getElementById(id).replaceWith(document.importNode(parts.querySelector(`#${id}`), true));
  }
  if (document.querySelectorAll("#bubbles > li").length !== before) toEnd();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-live")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  form.reset();
  form.closest("details")?.removeAttribute("open");
  try {
    await fetch(form.action, { method: "POST", body, redirect: "manual" });
  } catch {
    return;
  }
  await refresh();
});

document.querySelector(".attach").addEventListener("toggle", toEnd);
toEnd();
setInterval(refresh, 700);
