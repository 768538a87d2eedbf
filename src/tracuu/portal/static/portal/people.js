// One more person in the form, or one fewer, without asking the server; which does it too when this
// file does not come. Everybody's fields are numbered from 1, the first one's without a number.
(function () {
  "use strict";
  // A second tap on a slow line would ask again, and count again for the limits.
  var PAUSE_MS = 3000;
  var sentAt = 0;
  document.addEventListener("submit", function (event) {
    if (Date.now() - sentAt < PAUSE_MS) event.preventDefault();
    else sentAt = Date.now();
  });

  // Four digits are typed on keys with digits.
  document.addEventListener("change", function (event) {
    var choice = event.target;
    if (!/^proof_kind/.test(choice.name)) return;
    var value = document.getElementById(choice.name.replace("kind", "value"));
    if (/last4$/.test(choice.value)) value.setAttribute("inputmode", "numeric");
    else value.removeAttribute("inputmode");
  });

  var form = document.getElementById("people");
  if (!form || !form.closest || !window.NodeList || !NodeList.prototype.forEach) return;
  var most = Number(form.getAttribute("data-most"));
  var grow = form.querySelector(".grow");
  var add = form.querySelector(".add");
  if (!add) return; // the form came full: the server takes people out of it

  function people() { return form.querySelectorAll(".person"); }

  function renumber(block, number) {
    var end = number > 1 ? "-" + number : "";
    block.querySelectorAll("[id], [name], [for]").forEach(function (each) {
      if (each.name === "drop") return;
      ["id", "name", "for", "aria-describedby"].forEach(function (attribute) {
        var value = each.getAttribute(attribute);
        if (value === null) return;
        each.setAttribute(attribute, value.split(" ").map(function (word) {
          return word.replace(/-\d+$/, "") + end;
        }).join(" "));
      });
    });
  }

  function remove(node) { if (node) node.parentNode.removeChild(node); }

  // The words and buttons that only a form for several people has.
  function dress(block, number, several) {
    var who = block.querySelector(".who");
    var drop = block.querySelector(".drop");
    if (!several) { remove(who); return remove(drop); }
    if (!who) {
      who = document.createElement("legend");
      who.className = "who";
      block.insertBefore(who, block.firstChild);
      drop = document.createElement("button");
      drop.className = "button plain drop";
      drop.name = "drop";
      drop.textContent = form.getAttribute("data-drop");
      block.appendChild(drop);
    }
    who.textContent = form.getAttribute("data-person") + " " + number;
    drop.value = number;
  }

  function settle() {
    var all = people();
    all.forEach(function (block, place) {
      renumber(block, place + 1);
      dress(block, place + 1, all.length > 1);
    });
    add.hidden = all.length >= most;
    // The Enter key presses the first button of a form: with several people that must be no "drop".
    var first = form.querySelector(".default");
    if (all.length === 1) remove(first);
    else if (!first) {
      first = document.createElement("button");
      first.className = "button default";
      first.tabIndex = -1;
      first.setAttribute("aria-hidden", "true");
      form.insertBefore(first, form.firstChild);
    }
  }

  function emptied(block) {
    var copy = block.cloneNode(true);
    renumber(copy, most + 1); // a choice in it must not belong to anybody's choices yet
    copy.querySelectorAll(".wrong").forEach(remove);
    copy.querySelectorAll("input").forEach(function (input) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("autofocus");
      var told = input.getAttribute("aria-describedby");
      if (told) input.setAttribute("aria-describedby", told.split(" ").pop());
      if (input.type !== "radio") input.value = "";
    });
    var choice = copy.querySelector("input[type=radio]");
    if (choice) choice.checked = true;
    copy.querySelectorAll("details").forEach(function (more) { more.open = false; });
    return copy;
  }

  form.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    var all = people();
    var next;
    if (button === add && all.length < most) {
      next = emptied(all[all.length - 1]);
      form.insertBefore(next, all[all.length - 1].nextSibling);
    } else if (button.name === "drop" && all.length > 1) {
      var gone = button.closest(".person");
      var place = Array.prototype.indexOf.call(all, gone);
      next = all[place + 1] || all[place - 1];
      remove(gone);
    } else return;
    event.preventDefault();
    settle();
    next.querySelector("input").focus();
  });

  // "Next" on a telephone's keyboard goes to the next field instead of sending half a form.
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.target.getAttribute("enterkeyhint") !== "next") return;
    var next = event.target.closest(".person").querySelectorAll("input")[1];
    if (next.value) return;
    event.preventDefault();
    next.focus();
  });
})();
