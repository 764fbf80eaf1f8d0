"use strict";
(() => {
  const one = selector => document.querySelector(selector);
  const body = one("tbody"), filter = one("#filter"), told = one("#told"), total = told.textContent;
  const every = one("#every"), chosen = one("#chosen"), form = one("form[method=get]");
  const longestAddress = 7000;
  let known;

  // Letters without their accents and case, so that "grun" finds "Grün".
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = () => known ??= [...body.rows].filter(row => !row.classList.contains("u"))
    .map(row => ({ row, name: fold(row.querySelector("bdi").textContent) }));

  const sift = () => {
    const words = fold(filter.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, name } of rows()) {
      row.hidden = !words.every(word => name.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    told.textContent = words.length ? `${shown} of ${rows().length} shown` : total;
    count();
  };

  const boxes = () => [...body.querySelectorAll("input:checked")];
  const shownBoxes = () => [...body.querySelectorAll("tr:not([hidden]) input")];
  const count = () => {
    if (!form) return;
    const number = boxes().length, shown = shownBoxes();
    chosen.textContent = number ? `${number} selected` : "all";
    every.checked = number ? shown.every(box => box.checked) : false;
    every.indeterminate = number ? !every.checked : false;
  };

  // Along the rows that are shown and lead somewhere.
  const step = (from, forwards) => {
    let row = from;
    do {
      row = forwards ? row?.nextElementSibling : row?.previousElementSibling;
    } while (row ? row.hidden || !row.querySelector("td.n a") : false);
    return row;
  };
  const first = () => {
    const row = body.rows[0];
    return row ? row.hidden || !row.querySelector("td.n a") ? step(row, true) : row : null;
  };
  const go = row => row?.querySelector("td.n a").focus();
  const move = forwards => {
    const row = document.activeElement.closest("tbody tr");
    if (row) {
      const next = step(row, forwards);
      next ? go(next) : forwards || filter.focus();
    } else if (forwards) {
      go(first());
    }
  };

  const keys = {
    "/": () => (filter.focus(), filter.select()),
    ArrowDown: () => move(true),
    ArrowUp: () => move(false),
    Backspace: () => one("a.up")?.click(),
    Escape: () => { if (filter.value) { filter.value = ""; sift(); } },
  };
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inFilter = event.target === filter;
    if (inFilter ? event.key === "Enter" : false) {
      event.preventDefault();
      let row = first();
      if (filter.value ? row?.classList.contains("u") : false) row = step(row, true);
      row?.querySelector("td.n a").click();
    } else if (inFilter ? event.key === "/" || (event.key === "Backspace" ? filter.value : false) : false) {
      return;
    } else if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  filter.addEventListener("input", sift);
  filter.hidden = false;
  one(".keys").hidden = false;
  if (form) {
    every.hidden = false;
    every.addEventListener("change", () => {
      for (const box of shownBoxes()) box.checked = every.checked;
      count();
    });
    body.addEventListener("change", count);
    form.addEventListener("submit", event => {
      const named = boxes(), all = body.querySelectorAll("input").length;
      if (named.length === all) {
        // Everything needs no names; a moment later they are chosen again.
        for (const box of named) box.checked = false;
        setTimeout(() => { for (const box of named) box.checked = true; count(); });
      } else if (named.reduce((sum, box) => sum + 6 + encodeURIComponent(box.value).length, 0) > longestAddress) {
        event.preventDefault();
        told.textContent = "So many names do not fit into one address: select fewer of them, or all.";
      }
    });
    count();
  }
  if (filter.value) sift();
})();
