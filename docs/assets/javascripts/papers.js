// Searches, filters, sorts and groups the table of paper notes; the address of the page holds the whole state.
(function () {
  const table = document.querySelector(".papers-table");
  if (!table) return;
  const form = document.querySelector(".papers-find"), views = document.querySelector(".papers-views");
  const count = document.querySelector(".papers-count"), body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells], names = "title authors year venue topic status level lesson".split(" ");
  const lists = ["topic", "status", "year", "level", "lesson"];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const values = (name) => [...form.elements[name].options].map((option) => option.value);
  const ranks = { status: values("status"), level: values("level") };
  const facts = (row) => {
    const { topic = "", status = "", level = "", lesson = "", by = "", more = "" } = row.dataset;
    const text = [...row.cells].map((cell) => cell.textContent), year = text[2];
    return { row, text, by, year, status: [status], level: [level], topic: topic.split(" "), lesson: lesson.split(" "),
      words: plain([...text, more].join(" ")) };
  };
  const rows = [...body.rows].map(facts);
  let state = {}, groups = [];

  // What a column is sorted by: the family name of the first author, the order of the list, or what is shown.
  const key = (one, column) => {
    const name = names[column];
    return name === "authors" ? one.by : ranks[name] ? ranks[name].indexOf(one[name][0]) : one.text[column];
  };
  const compare = (column, sign) => (a, b) => {
    const one = key(a, column), other = key(b, column);
    if (one === "" || other === "") return (one === "") - (other === ""); // what is empty comes last either way
    return sign * (typeof one === "number" ? one - other : collator.compare(one, other));
  };
  const ranked = () => {
    const [, minus, name] = /^(-?)(.*)$/.exec(state.sort || ""), column = names.indexOf(name);
    if (column >= 0) return [...rows].sort(compare(column, minus ? -1 : 1));
    if (state.view !== "reading") return rows;
    const steps = ["status", "level", "year"].map((step) => compare(names.indexOf(step), step === "status" ? -1 : 1));
    return [...rows].sort((a, b) => steps.reduce((before, step) => before || step(a, b), 0));
  };
  const fits = (one, words) =>
    words.every((word) => one.words.includes(word)) &&
    lists.every((name) => !state[name] || [].concat(one[name]).includes(state[name])) &&
    (state.view !== "reading" || one.status[0] !== "done");

  const group = (found) => {
    for (const old of groups) old.remove();
    groups = [];
    body.hidden = state.view === "topics";
    if (!body.hidden) return;
    for (const option of form.elements.topic.options) {
      const members = found.filter((one) => option.value && one.topic.includes(option.value));
      if (!members.length || (state.topic && state.topic !== option.value)) continue;
      const part = document.createElement("tbody"), head = part.insertRow().appendChild(document.createElement("th"));
      head.parentNode.className = "papers-group";
      head.colSpan = heads.length;
      head.scope = "rowgroup";
      head.textContent = `${option.text} (${members.length})`;
      for (const one of members) part.append(one.row.cloneNode(true));
      groups.push(part);
    }
    for (const part of groups) for (const row of part.rows) row.hidden = false;
    table.append(...groups);
    roles(groups);
  };
  // Cards on narrow screens are no table to a browser: say that they are.
  const roles = (parts) => {
    for (const part of parts) {
      part.setAttribute("role", "rowgroup");
      for (const row of part.rows) {
        row.setAttribute("role", "row");
        for (const cell of row.cells) {
          cell.setAttribute("role", { col: "columnheader", row: "rowheader", rowgroup: "rowheader" }[cell.scope] || "cell");
        }
      }
    }
  };

  let order = " false", inOrder = rows;
  const show = () => {
    const words = plain(state.find || "").split(/\s+/).filter(Boolean), wanted = `${state.sort || ""} ${state.view === "reading"}`;
    if (wanted !== order) {
      inOrder = ranked();
      body.append(...inOrder.map((one) => one.row));
    }
    order = wanted;
    for (const one of rows) {
      const hidden = !fits(one, words);
      if (one.row.hidden !== hidden) one.row.hidden = hidden;
    }
    const found = inOrder.filter((one) => !one.row.hidden);
    group(found);
    heads.forEach((head, column) => {
      const now = { [names[column]]: "ascending", [`-${names[column]}`]: "descending" }[state.sort || ""];
      if (now) head.setAttribute("aria-sort", now); else head.removeAttribute("aria-sort");
    });
    for (const link of views.children) {
      if (link.dataset.view === (state.view || "")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const said = count.dataset.count.replace("{shown}", found.length).replace("{all}", rows.length);
    count.textContent = found.length ? said : `${said}. ${count.dataset.nothing}`;
  };
  // Reads the state from the address, and writes it there: a link to it shows the same rows.
  // The words are called `find` there, since `?q=` opens the theme's own search.
  const read = () => {
    state = Object.fromEntries(new URLSearchParams(location.search));
    if (!names.includes((state.sort || "").replace(/^-/, ""))) delete state.sort; // a column that is none
    for (const name of ["find", ...lists]) {
      form.elements[name].value = state[name] || "";
      if (!form.elements[name].value) delete state[name]; // a value that no note has
    }
    show();
  };
  const write = () => {
    for (const name of ["find", ...lists]) state[name] = form.elements[name].value.trim();
    const said = Object.entries(state).filter(([, value]) => value);
    const query = new URLSearchParams(said).toString();
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
    show();
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button"), name = names[column];
    button.type = "button";
    button.textContent = head.textContent;
    button.title = table.dataset.sort;
    button.addEventListener("click", () => {
      state.sort = { [name]: `-${name}`, [`-${name}`]: "" }[state.sort || ""] ?? name;
      write();
    });
    head.replaceChildren(button);
  });
  views.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.view = link.dataset.view;
    write();
  });
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { state = {}; write(); form.elements.find.focus(); }));
  addEventListener("popstate", read);
  table.setAttribute("role", "table");
  roles([table.tHead, body]);
  read();
})();
