// Questions that are likely meant, below the field, while somebody types. Without this file the button
// asks; with it too. What is typed goes in the body of a request and is kept nowhere.
(function () {
  "use strict";
  var form = document.querySelector("form.ask[data-typing]");
  if (!form || !window.fetch || !window.FormData) return;
  var field = form.querySelector("#question");
  var said = form.querySelector("#typed-said");
  var list = form.querySelector("#typed");
  var PAUSE_MS = 250;
  var FEWEST = 3;
  var timer = 0;
  var last = ""; // what the list answers
  var asking = null;

  function links() { return Array.prototype.slice.call(list.querySelectorAll("a")); }

  function clear() {
    while (list.firstChild) list.removeChild(list.firstChild);
    list.hidden = true;
  }

  function show(questions) {
    clear();
    questions.forEach(function (one) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = one.url;
      link.lang = "vi";
      link.textContent = one.question;
      item.appendChild(link);
      list.appendChild(item);
    });
    list.hidden = !questions.length;
    said.textContent = questions.length
      ? form.getAttribute("data-found").replace("%", questions.length)
      : form.getAttribute("data-none");
  }

  function ask() {
    var typed = field.value.trim();
    if (typed === last) return;
    last = typed;
    if (typed.length < FEWEST) { clear(); said.textContent = ""; return; }
    if (asking) asking.abort();
    asking = window.AbortController ? new AbortController() : null;
    fetch(form.getAttribute("data-typing"), {
      method: "POST", body: new FormData(form), credentials: "omit",
      signal: asking ? asking.signal : undefined
    }).then(function (answer) {
      return answer.ok ? answer.json() : { questions: [] };
    }).then(function (told) {
      if (typed === field.value.trim()) show(told.questions);
    }).catch(function () {}); // gone, or a newer question: the button still asks
  }

  field.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });

  // Down from the field into the list and up again; Escape puts the list away.
  form.addEventListener("keydown", function (event) {
    var all = links();
    var place = all.indexOf(document.activeElement);
    if (event.key === "Escape" && !list.hidden) {
      clear();
      said.textContent = "";
      field.focus();
    } else if (event.key === "ArrowDown" && all.length && place < all.length - 1) {
      all[place + 1].focus();
    } else if (event.key === "ArrowUp" && place >= 0) {
      (all[place - 1] || field).focus();
    } else return;
    event.preventDefault();
  });
})();
