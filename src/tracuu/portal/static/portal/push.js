// Asks the browser for a push subscription when the button is pressed, never before, and sends the
// form with it. Without service workers or push the button stays hidden and the other ways are there.
// Where codes are typed, a browser that has been told before finds its own page by its subscription.
(function () {
  "use strict";
  if (!("serviceWorker" in navigator) || !window.PushManager || !window.Notification) return;
  var own = document.getElementById("own-push");
  if (own) {
    navigator.serviceWorker.getRegistration("/").then(function (worker) {
      return worker ? worker.pushManager.getSubscription() : null;
    }).then(function (subscription) {
      if (!subscription) return;
      own.elements.subscription.value = JSON.stringify(subscription);
      own.hidden = false;
    }).catch(function () {}); // a code can still be typed
  }
  var form = document.getElementById("push");
  if (!form) return;
  form.hidden = false;
  var said = document.getElementById("push-said");
  var button = form.querySelector("button");

  function key(text) {
    var plain = atob((text + "===".slice((text.length + 3) % 4)).replace(/-/g, "+").replace(/_/g, "/"));
    var bytes = new Uint8Array(plain.length);
    for (var i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
    return bytes;
  }

  function refuse(word) {
    said.textContent = said.getAttribute("data-" + word);
    button.disabled = false;
  }

  form.addEventListener("submit", function (event) {
    if (form.elements.address.value) return;
    event.preventDefault();
    button.disabled = true;
    said.textContent = said.getAttribute("data-asking");
    Notification.requestPermission().then(function (answer) {
      if (answer !== "granted") { refuse("denied"); return undefined; }
      return navigator.serviceWorker.register("/bao-tin-sw.js", { scope: "/" })
        .then(function () { return navigator.serviceWorker.ready; })
        .then(function (worker) {
          return worker.pushManager.subscribe({
            userVisibleOnly: true,
            applicationServerKey: key(form.getAttribute("data-key"))
          });
        })
        .then(function (subscription) {
          form.elements.address.value = JSON.stringify(subscription);
          form.submit();
        });
    }).catch(function () { refuse("failed"); });
  });
})();
