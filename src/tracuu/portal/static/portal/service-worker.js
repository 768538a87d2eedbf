// Shows what was pushed. The same tag again takes the place of the first: never two of one message.
"use strict";
self.addEventListener("push", function (event) {
  var told = {};
  try { told = event.data ? event.data.json() : {}; } catch (error) { told = {}; }
  event.waitUntil(self.registration.showNotification(told.title || "Tra cứu CCCD", {
    body: told.body || "",
    tag: told.tag || "tracuu",
    icon: "/static/portal/icon-192.png",
    lang: told.lang || "vi",
    data: { url: told.url || "/" }
  }));
});
self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  var url = new URL(event.notification.data.url, self.location.origin);
  // Whatever a message says, it opens our own pages and no other.
  if (url.origin !== self.location.origin) url = new URL("/", self.location.origin);
  event.waitUntil(self.clients.openWindow(url.href));
});
