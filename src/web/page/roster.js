// The roster, changed by hand: shifts are dragged, or moved by keyboard, locked and taken out; rules and service are looked at after each change.

import * as api from "./api.js";
import { el, fill, say } from "./elements.js";
import { queueCards, row, total as totalCard } from "./figures.js";
import * as format from "./format.js";

/** Milliseconds after a change until it is looked at. */
const PAUSE = 150;
/** Broken rules that are listed. */
const MOST_TOLD = 60;
const TABLE = "roster.csv";
const COLUMNS = ["name", "date", "start", "end", "group", "shift", "breaks"];
const COLOURS = ["#005f9e", "#b34700", "#0b7a53", "#a3195b", "#6a3fb5", "#8a7400"];

/** Rows of a table with a header; cells may be quoted. */
function rows(text) {
  const table = [[]];
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, "").matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    table.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== ",") table.push([]);
  }
  const [head, ...body] = table.filter((row) => row.some((cell) => cell !== ""));
  return (body ?? []).map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const written = (shifts, columns = COLUMNS) => [columns.join(","), ...shifts.map((shift) => columns.map((name) => cell(shift[name] ?? "")).join(",")), ""].join("\n");

export function showRoster(main, open) {
  const { people, dates, locked: lockTable } = open.shown.roster;
  const grid = el("div", { className: "grid" });
  const found = el("div", { "aria-live": "polite" });
  const figures = el("div", { className: "figures" });
  const list = el("ul", {});
  const undoButton = el("button", { type: "button", onclick: () => steps.undo(), title: "Ctrl+Z" }, "Undo");
  const redoButton = el("button", { type: "button", onclick: () => steps.redo(), title: "Ctrl+Shift+Z" }, "Redo");
  const save = el("button", { type: "button", className: "main", onclick: () => keep() }, `Save as ${TABLE}`);
  const lock = el("button", { type: "button", onclick: () => lockTaken() }, "Lock");
  const remove = el("button", { type: "button", onclick: () => taken && put(taken, null) }, "Take out");
  const kinds = el("select", { "aria-label": "Shift to give" });
  const give = el("button", { type: "button", onclick: () => giveKind() }, "Give");
  fill(main, el("h1", {}, `${open.shown.title}: who works when`),
    el("p", { className: "lead" }, "Drag a shift to another day or person, or choose it with Enter and its new place with Enter again; arrow keys go from day to day. Rules and service are looked at after each change."),
    el("div", { className: "buttons" }, undoButton, redoButton, lock, remove, kinds, give, save), found, grid, figures, list);

  /** The roster and those before it; `at` is the present one. Each is a map from person and date to a shift. */
  let history = [];
  let at = -1;
  /** The place that is chosen, as `name|date`. */
  let taken = null;
  /** The rows of the table of locked days, by person and date. */
  let locked = new Map();
  let versions = { roster: "", locked: "" };
  let saved = -1;
  let wanted = null;
  let waiting = 0;
  let broken = new Map();

  const now = () => history[at] ?? new Map();
  const place = (name, date) => `${name}|${date}`;
  const all = () => [...now().values()].sort((a, b) => people.indexOf(a.name) - people.indexOf(b.name) || a.date.localeCompare(b.date));
  const steps = {
    undo: () => at > 0 && go(at - 1),
    redo: () => at + 1 < history.length && go(at + 1),
  };
  open.steps = steps;

  const go = (step) => {
    at = step;
    draw();
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  };
  const become = (next) => {
    history = [...history.slice(0, at + 1), next];
    go(history.length - 1);
  };

  /** Puts a shift in a place, or takes out what is there. */
  const put = (to, shift) => {
    if (locked.has(to)) return say("This day is locked.", true);
    const next = new Map(now());
    const [name, date] = to.split("|");
    if (shift) next.set(to, { ...shift, name, date });
    else next.delete(to);
    taken = null;
    become(next);
  };
  /** Moves the shift of a place to another; two shifts change places. */
  const move = (from, to) => {
    if (from === to) return;
    if (locked.has(from) || locked.has(to)) return say("A locked day stays as it is.", true);
    const next = new Map(now());
    const [one, other] = [next.get(from), next.get(to)];
    const put = (key, shift) => {
      const [name, date] = key.split("|");
      if (shift) next.set(key, { ...shift, name, date });
      else next.delete(key);
    };
    put(to, one);
    put(from, other);
    taken = null;
    become(next);
    focus(to);
  };
  const kindOf = (shift) => [shift.group, shift.shift, shift.start, shift.end, shift.breaks].join("|");
  const giveKind = () => {
    if (!taken) return say("Choose a day of a person first.", true);
    const shift = known.get(kinds.value);
    if (shift) put(taken, shift);
  };
  let known = new Map();
  const types = () => [...new Set(all().map((shift) => shift.shift))].sort();

  const focus = (key) => grid.querySelector(`[data-place="${CSS.escape(key)}"]`)?.focus();
  const button = (name, date, colours) => {
    const key = place(name, date);
    const shift = now().get(key);
    const wrong = broken.get(key);
    const words = shift ? `${shift.start}–${shift.end} ${locked.has(key) ? "fixed: " : ""}${format.name(shift.shift)}, ${format.name(shift.group)}` : "off";
    const one = el("button", { type: "button", className: `shift ${shift ? "works" : ""} ${wrong ? "wrong" : ""}`, draggable: Boolean(shift), title: wrong ?? words },
      shift ? [el("span", {}, `${shift.start}–${shift.end}`), el("br"), locked.has(key) ? "fixed: " : "", format.name(shift.shift)] : "");
    one.dataset.place = key;
    one.setAttribute("aria-label", `${name}, ${format.day(date)}: ${words}${wrong ? `; ${wrong}` : ""}`);
    one.setAttribute("aria-pressed", taken === key ? "true" : "false");
    if (shift) one.style.setProperty("--type", colours.get(shift.shift));
    one.addEventListener("click", () => {
      if (taken && now().has(taken) && taken !== key) return move(taken, key);
      taken = taken === key ? null : key;
      draw();
      focus(key);
    });
    one.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", key));
    return one;
  };
  const draw = () => {
    known = new Map(all().map((shift) => [kindOf(shift), shift]));
    const before = kinds.value;
    fill(kinds, [...known].sort().map(([key, shift]) => el("option", { value: key }, `${format.name(shift.shift)} ${shift.start}-${shift.end}, ${format.name(shift.group)}`)));
    if (known.has(before)) kinds.value = before;
    const colours = new Map(types().map((type, index) => [type, COLOURS[index % COLOURS.length]]));
    const weekend = (date) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    const top = grid.scrollTop;
    const left = grid.scrollLeft;
    fill(grid, el("table", {}, el("caption", { className: "hidden" }, "Roster"),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Name"), dates.map((date) => el("th", { scope: "col" }, format.day(date))))),
      el("tbody", {}, people.map((name) => el("tr", {}, el("th", { scope: "row" }, name), dates.map((date) => {
        const one = el("td", { className: weekend(date) ? "weekend" : "" }, button(name, date, colours));
        one.addEventListener("dragover", (event) => {
          event.preventDefault();
          one.classList.add("over");
        });
        one.addEventListener("dragleave", () => one.classList.remove("over"));
        one.addEventListener("drop", (event) => {
          event.preventDefault();
          one.classList.remove("over");
          move(event.dataTransfer.getData("text/plain"), place(name, date));
        });
        return one;
      }))))));
    grid.scrollTop = top;
    grid.scrollLeft = left;
    undoButton.disabled = at <= 0;
    redoButton.disabled = at + 1 >= history.length;
    save.disabled = at === saved || at < 0;
    lock.textContent = taken && locked.has(taken) ? "Unlock" : "Lock";
    for (const one of [lock, remove, give]) one.disabled = !taken;
  };
  grid.addEventListener("keydown", (event) => {
    const [across, down] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key] ?? [0, 0];
    const key = event.target.dataset?.place;
    if (!key) return;
    if (event.key === "Delete") return put(key, null);
    if (event.key === "Escape") {
      taken = null;
      draw();
      return focus(key);
    }
    if (!across && !down) return;
    event.preventDefault();
    const [name, date] = key.split("|");
    const [row, column] = [people.indexOf(name) + down, dates.indexOf(date) + across];
    if (people[row] && dates[column]) focus(place(people[row], dates[column]));
  });

  /** Asks for the rules and the service of the roster as it is. */
  const look = async () => {
    wanted?.abort();
    wanted = new AbortController();
    const { signal } = wanted;
    main.setAttribute("aria-busy", "true");
    try {
      const document = await api.checkRoster(open.name, written(all()), signal);
      if (signal.aborted) return;
      broken = new Map();
      for (const one of document.breaches) if (one.name && one.date) broken.set(place(one.name, one.date), `${one.rule}: ${one.what}`);
      const count = document.breaches.length;
      fill(found, el("p", { className: count ? "wrong" : "" }, count === 0 ? "Every rule is kept." : count === 1 ? "One rule is broken, see below." : `${count} rules are broken, see below.`));
      fill(list, document.breaches.slice(0, MOST_TOLD).map((one) => el("li", {}, `${one.name}${one.date ? `, ${format.day(one.date)}` : ""}: ${one.rule}: ${one.what}`)),
        count > MOST_TOLD ? el("li", {}, `and ${count - MOST_TOLD} more`) : null);
      const { queues, total } = document.performance;
      fill(figures, totalCard("All together", row("Wages", format.money(document.cost.wages, open.shown.currency)), row("Paid", `${format.number(document.cost.paid_hours)} h`),
        row("Wishes refused", format.number(document.refused.length)), row("In time", format.estimate("share", total.service_level))),
      queueCards(queues, null, open.shown));
      draw();
    } catch (error) {
      if (signal.aborted) return;
      const problems = error.document?.problems ?? [];
      fill(found, el("p", { className: "wrong" }, problems.length ? problems.map((problem) => `${problem.file}, line ${problem.line}: found ${problem.found}; allowed: ${problem.allowed}`).join(" ") : error.message));
    } finally {
      if (!signal.aborted) main.setAttribute("aria-busy", "false");
    }
  };

  const keep = async () => {
    try {
      const { version } = await api.save(open.name, TABLE, written(all()), versions.roster);
      versions.roster = version;
      saved = at;
      draw();
      say(`Saved as ${TABLE} beside the scenario.`);
    } catch (error) {
      say(`Not saved: ${error.message}`, true);
    }
  };
  /** Fixes the day that is chosen, or frees it: the search for a roster leaves it as it is from now on. */
  const lockTaken = async () => {
    if (!taken) return;
    if (!lockTable) return say('The scenario has no table of locked days: add locked = "locked.csv" to [roster].', true);
    const next = new Map(locked);
    const [name, date] = taken.split("|");
    const shift = now().get(taken);
    if (!next.delete(taken)) next.set(taken, { name, date, start: shift?.start ?? "off", end: shift?.end ?? "" });
    try {
      const table = written([...next.keys()].sort().map((key) => next.get(key)), ["name", "date", "start", "end"]);
      versions.locked = (await api.save(open.name, lockTable, table, versions.locked)).version;
      locked = next;
      draw();
      say(`${lockTable} is written.`);
      look();
    } catch (error) {
      say(`Not locked: ${error.message}`, true);
    }
  };

  const load = async () => {
    const text = open.texts.includes(TABLE) ? await api.text(open.name, TABLE) : null;
    const { answers } = await api.answers(open.name);
    const run = answers.find((one) => one.files.some((file) => file.name === TABLE));
    if (text) versions.roster = text.version;
    const table = text?.text ?? (run ? await api.fileText(run.id, TABLE) : "");
    if (lockTable && open.texts.includes(lockTable)) {
      const fixed = await api.text(open.name, lockTable);
      versions.locked = fixed.version;
      locked = new Map(rows(fixed.text).map((row) => [place(row.name, row.date), row]));
    }
    if (table === "") {
      fill(found, el("p", {}, "There is no roster yet: run one on the page Runs, and it is shown here."));
      return draw();
    }
    const plain = (name) => name.replace(/^'(?=[=+\-@])/, "");
    const first = rows(table).map((row) => ({ ...row, name: plain(row.name) })).filter((row) => people.includes(row.name) && dates.includes(row.date));
    history = [new Map(first.map((row) => [place(row.name, row.date), row]))];
    saved = text ? 0 : -1;
    go(0);
  };
  load().catch((error) => say(error.message, true));
  open.follow = () => {};
  return () => {
    wanted?.abort();
    clearTimeout(waiting);
    main.removeAttribute("aria-busy");
  };
}
