// Proof of work for one more lookup: find the number whose SHA-256 with the salt is the challenge
// (ALTCHA, protocol v1), then send the form again. In small slices, so that the page stays alive.
(function () {
  "use strict";
  var form = document.getElementById("again");
  if (!form || !form.hasAttribute("data-challenge")) return;

  var K = [];
  var START = [];
  (function fill() {
    function fraction(root) { return ((root - Math.floor(root)) * 4294967296) | 0; }
    for (var n = 2; K.length < 64; n++) {
      var isPrime = true;
      for (var f = 2; f * f <= n; f++) if (n % f === 0) isPrime = false;
      if (!isPrime) continue;
      if (START.length < 8) START.push(fraction(Math.sqrt(n)));
      K.push(fraction(Math.cbrt ? Math.cbrt(n) : Math.pow(n, 1 / 3)));
    }
  })();

  // SHA-256 of an ASCII text, as 64 hexadecimal digits. For browsers without crypto.subtle, and
  // for the many where a promise for each of thousands of short hashes costs more than the hash.
  var W = new Int32Array(64);
  function hashPlainly(text) {
    var length = text.length;
    var blocks = ((length + 8) >> 6) + 1;
    var words = new Int32Array(blocks * 16);
    for (var i = 0; i < length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
    words[length >> 2] |= 128 << (24 - (length & 3) * 8);
    words[blocks * 16 - 1] = length * 8;
    var h = START.slice();
    for (var at = 0; at < words.length; at += 16) {
      var a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
      for (var t = 0; t < 64; t++) {
        if (t < 16) W[t] = words[at + t];
        else {
          var x = W[t - 15], y = W[t - 2];
          W[t] = (W[t - 16] + W[t - 7] +
            (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) +
            (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
        }
        var one = (k + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
          ((e & f) ^ (~e & g)) + K[t] + W[t]) | 0;
        var two = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
          ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      h[0] = (h[0] + a) | 0; h[1] = (h[1] + b) | 0; h[2] = (h[2] + c) | 0; h[3] = (h[3] + d) | 0;
      h[4] = (h[4] + e) | 0; h[5] = (h[5] + f) | 0; h[6] = (h[6] + g) | 0; h[7] = (h[7] + k) | 0;
    }
    var hex = "";
    for (var j = 0; j < 8; j++) hex += ("0000000" + (h[j] >>> 0).toString(16)).slice(-8);
    return hex;
  }

  var subtle = window.crypto && window.crypto.subtle && window.TextEncoder && window.Promise
    ? window.crypto.subtle : null;
  function hashSubtly(text) {
    return subtle.digest("SHA-256", new TextEncoder().encode(text)).then(function (bytes) {
      return Array.prototype.map.call(new Uint8Array(bytes), function (byte) {
        return ("0" + byte.toString(16)).slice(-2);
      }).join("");
    });
  }

  var task = JSON.parse(form.getAttribute("data-challenge"));
  var bar = document.getElementById("progress");
  var began = Date.now();
  var SLICE_MS = 40;

  function finish(number) {
    bar.value = 1;
    form.elements.ticket.value = btoa(JSON.stringify({
      algorithm: task.algorithm,
      challenge: task.challenge,
      number: number,
      salt: task.salt,
      signature: task.signature,
      took: Date.now() - began
    }));
    form.submit();
  }

  function fail() { document.documentElement.className = ""; } // the short wait is still there

  function workPlainly(number) {
    var until = Date.now() + SLICE_MS;
    for (; number <= task.maxnumber; number++) {
      if (hashPlainly(task.salt + number) === task.challenge) return finish(number);
      if ((number & 63) === 0 && Date.now() > until) break;
    }
    if (number > task.maxnumber) return fail();
    bar.value = number / task.maxnumber;
    setTimeout(function () { workPlainly(number + 1); }, 0);
  }

  function workSubtly(number) {
    var some = [];
    var first = number;
    for (; number <= task.maxnumber && some.length < 256; number++) {
      some.push(hashSubtly(task.salt + number));
    }
    Promise.all(some).then(function (hashes) {
      var place = hashes.indexOf(task.challenge);
      if (place >= 0) return finish(first + place);
      if (number > task.maxnumber) return fail();
      bar.value = number / task.maxnumber;
      setTimeout(function () { workSubtly(number); }, 0);
    }, function () { workPlainly(first); });
  }

  function start() {
    if (!subtle) return workPlainly(0);
    var trials = [];
    var before = Date.now();
    for (var i = 0; i < 300; i++) hashPlainly(task.salt + i);
    var plain = Date.now() - before;
    before = Date.now();
    for (var j = 0; j < 300; j++) trials.push(hashSubtly(task.salt + j));
    Promise.all(trials).then(function () {
      if (Date.now() - before < plain) workSubtly(0);
      else workPlainly(0);
    }, function () { workPlainly(0); });
  }

  document.documentElement.className = "with-script";
  setTimeout(start, 50);
})();
