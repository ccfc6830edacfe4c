// Search over assets/index.js, which is loaded when the field is first used. No network, no library.
"use strict";
(function () {
  const root = document.body.dataset.root;
  const box = document.querySelector(".search");
  const field = document.getElementById("q");
  const list = document.getElementById("results");
  const found = document.getElementById("found");
  const MOST = 12;
  box.hidden = false;

  let loading = null;
  function index() {
    loading = loading || new Promise(function (done) {
      const script = document.createElement("script");
      script.src = root + "assets/index.js";
      script.onload = function () { done(window.rulebookIndex); };
      document.head.append(script);
    });
    return loading;
  }

  function score(entry, words) {
    let sum = 0;
    for (const word of words) {
      const [, name, title, , rest] = entry;
      if (name.toLowerCase().includes(word)) sum += 4;
      else if (title.toLowerCase().includes(word)) sum += 3;
      else if (rest.toLowerCase().includes(word)) sum += 1;
      else return 0;
    }
    return sum;
  }

  function line(entry) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + entry[3];
    const title = document.createElement("span");
    title.textContent = entry[2];
    const name = document.createElement("small");
    name.textContent = entry[0] + " · " + entry[1];
    link.append(title, name);
    item.append(link);
    return item;
  }

  async function search() {
    const asked = field.value;
    const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
    const entries = words.length ? await index() : [];
    if (asked !== field.value) return;
    const hits = entries
      .map(function (entry, place) { return [score(entry, words), place, entry]; })
      .filter(function (hit) { return hit[0]; })
      .sort(function (one, other) { return other[0] - one[0] || one[1] - other[1]; });
    list.replaceChildren(...hits.slice(0, MOST).map(function (hit) { return line(hit[2]); }));
    found.textContent = !words.length ? ""
      : hits.length > MOST ? "The first " + MOST + " of " + hits.length
      : hits.length ? hits.length + " found" : "Nothing found";
  }

  function close() {
    field.value = "";
    list.replaceChildren();
    found.textContent = "";
  }

  field.addEventListener("focus", index);
  field.addEventListener("input", search);
  document.addEventListener("keydown", function (event) {
    const links = Array.from(list.querySelectorAll("a"));
    const inside = box.contains(document.activeElement);
    if (event.key === "/" && document.activeElement !== field) {
      event.preventDefault();
      field.focus();
    } else if (event.key === "Escape" && inside) {
      close();
      field.focus();
    } else if (event.key === "Enter" && document.activeElement === field && links.length) {
      links[0].click();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && inside && links.length) {
      event.preventDefault();
      const stops = [field, ...links];
      const here = stops.indexOf(document.activeElement);
      const step = event.key === "ArrowDown" ? 1 : stops.length - 1;
      stops[(here + step) % stops.length].focus();
    }
  });
})();
