// Reads an answer aloud with a voice of this device, and prints it. A voice that lives on somebody's
// server would be told whose card is where, so only voices of the device itself are used.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  var buttons = Array.prototype.slice.call(document.querySelectorAll("[data-say]"));
  var none = document.getElementById("no-voice");
  var speech = window.speechSynthesis;
  var page = document.documentElement.lang;
  var PATIENCE_MS = 3000;
  var reading = null; // the button that is pressed
  var lines = []; // kept: some browsers forget the end of an utterance that nobody holds

  function voice(language) {
    var all = speech.getVoices();
    for (var i = 0; i < all.length; i++) {
      var spoken = all[i].lang.toLowerCase().replace("_", "-").split("-")[0];
      if (all[i].localService && spoken === language) return all[i];
    }
    return null;
  }

  function label(button, words) { button.querySelector(".label").textContent = words; }

  function stop() {
    if (!reading) return;
    label(reading, reading.getAttribute("data-rest"));
    reading = null;
    lines = [];
    speech.cancel();
  }

  function read(button) {
    stop();
    reading = button;
    label(button, button.getAttribute("data-stop"));
    button.getAttribute("data-say").split(" ").forEach(function (id) {
      Array.prototype.forEach.call(document.getElementById(id).children, function (line) {
        var its = voice(line.lang);
        if (!its) return; // a name on an English page, and nobody here speaks Vietnamese
        var saying = new SpeechSynthesisUtterance(line.textContent);
        saying.voice = its;
        saying.lang = its.lang;
        saying.rate = 0.9;
        lines.push(saying);
      });
    });
    var mine = lines;
    function end() { if (lines === mine) stop(); }
    mine.forEach(function (saying) { saying.onerror = end; });
    mine[mine.length - 1].onend = end;
    mine.forEach(function (saying) { speech.speak(saying); });
  }

  function offer() {
    var can = voice(page) !== null;
    buttons.forEach(function (button) { button.hidden = !can; });
    if (can) none.hidden = true;
    return can;
  }

  if (!buttons.length) return;
  if (!speech || !window.SpeechSynthesisUtterance) { none.hidden = false; return; }
  buttons.forEach(function (button) {
    button.setAttribute("data-rest", button.querySelector(".label").textContent);
    button.addEventListener("click", function () { if (reading === button) stop(); else read(button); });
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") stop(); });
  window.addEventListener("pagehide", stop);
  if (offer()) return;
  // Voices may come late. Whoever has none by then is told so, and may still get one.
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  else speech.onvoiceschanged = offer;
  setTimeout(function () { none.hidden = offer(); }, PATIENCE_MS);
})();
