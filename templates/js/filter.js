// Filters of long tables and lists, by name and by status. A form with
// data-filter, the id of what it filters, is shown and hides what does not
// match; without script there is no form and everything is shown.
//
// Each tr or li that has a link is a row; the link's text is its name, and
// data-status, where it has one, its status. A heading of a group (class group)
// goes when all rows of its group do.

const fold = (text) => text.normalize("NFKC").toLowerCase();

function start(form) {
  const target = document.getElementById(form.dataset.filter);
  const said = form.querySelector("[role=status]");
  const digits = new Intl.NumberFormat(document.documentElement.lang);
  const rows = [...target.querySelectorAll("tr:not(.group), :scope > li")].filter((row) => row.querySelector("a"))
    .map((row) => ({ row, name: fold(row.querySelector("a").textContent), status: row.dataset.status }));
  const groups = [...target.querySelectorAll("tbody")];

  const apply = () => {
    const name = fold(form.elements.name.value.trim());
    const status = form.elements.status?.value ?? "";
    let count = 0;
    for (const r of rows) {
      const shown = r.name.includes(name) && (!status || r.status === status);
      r.row.hidden = !shown;
      if (shown) count++;
    }
    for (const group of groups) {
      const left = group.querySelectorAll("tr:not(.group):not([hidden])").length;
      group.hidden = left === 0;
      const counter = group.querySelector(".group .count");
      if (counter) counter.textContent = digits.format(left);
    }
    const values = { count: digits.format(count), of: digits.format(rows.length) };
    const text = name || status ? form.dataset.count.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all) : "";
    if (said.textContent !== text) said.textContent = text;
  };

  // Screen readers hear the count once typing pauses, not at every key.
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  addEventListener("hashchange", () => {
    const place = document.getElementById(location.hash.slice(1));
    if (!groups.includes(place) || !place.hidden) return;
    form.reset(); // a link leads to what is filtered out
    apply();
    place.scrollIntoView();
  });
  addEventListener("pageshow", apply); // a browser that goes back restores what was typed
}

for (const form of document.querySelectorAll("form[data-filter]")) start(form);
