// Search over the index that stands beside this file. It is loaded when somebody first asks for it,
// by an element and not by fetch, so that it works from the file system too.
"use strict";
(function () {
  var root = document.currentScript.getAttribute("data-root");
  var box = document.getElementById("search");
  var input = document.getElementById("q");
  var list = document.getElementById("hits");
  var here = -1;
  var MOST = 12;
  box.hidden = false;

  function load() {
    if (document.getElementById("search-index")) return;
    var script = document.createElement("script");
    script.id = "search-index";
    script.src = root + "search-index.js";
    script.onload = look;
    document.head.appendChild(script);
  }

  function score(entry, words) {
    var name = entry[1].toLowerCase(), title = entry[2].toLowerCase();
    var all = name + " " + title + " " + entry[4].toLowerCase();
    var sum = 0;
    for (var i = 0; i < words.length; i++) {
      if (all.indexOf(words[i]) < 0) return 0;
      sum += name === words[i] ? 50 : name.indexOf(words[i]) >= 0 ? 10 : title.indexOf(words[i]) >= 0 ? 6 : 1;
    }
    return sum;
  }

  function look() {
    var words = input.value.toLowerCase().replace(/\$/g, "").split(/\s+/).filter(Boolean);
    var found = [];
    list.textContent = "";
    here = -1;
    input.removeAttribute("aria-activedescendant");
    if (!words.length || !window.vetterIndex) return open(false);
    window.vetterIndex.forEach(function (entry, place) {
      var points = score(entry, words);
      if (points) found.push([points, place, entry]);
    });
    found.sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; });
    found.slice(0, MOST).forEach(function (one, place) { list.appendChild(hit(one[2], place)); });
    if (!found.length || found.length > MOST) {
      var more = document.createElement("li");
      more.className = "none";
      more.textContent = found.length ? "and " + (found.length - MOST) + " more; add a word" : "Nothing has all these words.";
      list.appendChild(more);
    }
    open(true);
  }

  function hit(entry, place) {
    var item = document.createElement("li");
    var link = document.createElement("a");
    item.id = "hit" + place;
    item.setAttribute("role", "option");
    link.href = root + entry[3];
    link.tabIndex = -1;
    [["span", entry[0]], ["code", entry[1]], ["em", entry[2]]].forEach(function (part) {
      var element = document.createElement(part[0]);
      element.textContent = part[1];
      link.appendChild(element);
    });
    item.appendChild(link);
    return item;
  }

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
  }

  function go(step) {
    var items = list.querySelectorAll("[role=option]");
    if (!items.length) return;
    if (here >= 0) items[here].removeAttribute("aria-selected");
    here = (here + step + items.length) % items.length;
    items[here].setAttribute("aria-selected", "true");
    items[here].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[here].id);
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", function () { load(); look(); });
  input.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") { event.preventDefault(); go(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); go(here < 0 ? 0 : -1); }
    else if (event.key === "Escape") { open(false); input.blur(); }
    else if (event.key === "Enter") {
      var link = list.querySelectorAll("[role=option] a")[Math.max(here, 0)];
      if (link && !list.hidden) { event.preventDefault(); link.click(); }
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
  document.addEventListener("click", function (event) {
    if (!box.contains(event.target)) open(false);
  });
})();
