// The few values that matter, as dials: a slider with a field for the number itself.

import * as api from "./api.js";
import { el, say } from "./elements.js";
import * as format from "./format.js";
import { canRedo, change, changesOf, depth, redo, state, undo } from "./state.js";

const TITLES = {
  volume: "Contacts that come",
  handling: "Handling time",
  patience: "Patience",
  people: "People on duty",
  bot: "What bots settle",
  target: "Promise",
  planned_bot: "What planned self-service contains",
  budget: "Budget",
};
const WHAT = { target: "moves who is needed", planned_bot: "moves the plan", budget: "moves the plan" };

/** The value of a dial as it is written into a scenario file. */
function written(dial, value) {
  if (dial.form === "seconds") return `"${value}s"`;
  if (dial.form === "count") return String(Math.round(value));
  return String(Number(value.toFixed(6)));
}

/** The value that a written one says; null where it is none that a dial can show. */
function read(dial, text) {
  const plain = text.replace(/^"|"$/g, "");
  if (dial.form !== "seconds") return Number.isFinite(Number(plain)) && plain !== "" ? Number(plain) : null;
  const found = /^([\d.]+)s?$/.exec(plain);
  return found ? Number(found[1]) : null;
}

/** The value of a dial in words. */
export function words(dial, value, currency) {
  switch (dial.form) {
    case "factor": return value === 1 ? "as given" : `${value >= 1 ? "+" : "−"}${format.number(Math.abs(100 * (value - 1)))} %`;
    case "seconds": return format.duration(value);
    case "share": return format.percent(value, 0);
    case "money": return format.money(value, currency);
    default: return dial.turns === "people" ? (value === 0 ? "as given" : `${value > 0 ? "+" : "−"}${format.number(Math.abs(value))}`) : format.number(value);
  }
}

/** What is changed, in words: for names of variants. */
export function told(dials, changes, currency) {
  const one = ([key, text]) => {
    const dial = dials.find((known) => known.key === key);
    const value = dial && read(dial, text);
    if (!dial || value === null) return `${key} = ${text}`;
    const title = { volume: "contacts", handling: "handling", patience: "patience", people: "people", bot: "settled by", planned_bot: "contained by", target: "promise", budget: "budget" }[dial.turns];
    return `${title}${dial.of ? ` ${format.name(dial.of)}` : ""} ${words(dial, value, currency)}`;
  };
  return [...changes].map(one).join(", ");
}

/** The panel of dials, with more buttons. `follow(state)` shows the values of a state. */
export function dialPanel(open, desk, buttons) {
  const { dials, currency } = open.shown;
  const shown = [];
  const set = (dial, value, isMoving) => {
    const changes = new Map(state().changes);
    const isGiven = Math.abs(value - dial.value) < 1e-9;
    if (isGiven) changes.delete(dial.key);
    else changes.set(dial.key, written(dial, value));
    change({ changes }, isMoving);
  };
  const row = (dial) => {
    const id = `dial-${shown.length}`;
    const scale = dial.form === "share" ? 100 : 1;
    const digits = dial.form === "factor" ? 2 : 0;
    const output = el("output", { htmlFor: id });
    const range = el("input", { type: "range", id, min: dial.least, max: dial.most, step: dial.step });
    const field = el("input", { type: "number", step: "any", "aria-label": `${TITLES[dial.turns]} ${format.name(dial.of)}, as a number${dial.form === "seconds" ? " of seconds" : dial.form === "share" ? " of per cent" : ""}` });
    let isHeld = false;
    range.addEventListener("input", () => {
      // The first move of a slider is a step; the others go on with it.
      set(dial, Number(range.value), isHeld);
      isHeld = true;
    });
    range.addEventListener("change", () => (isHeld = false));
    field.addEventListener("change", () => {
      const value = Number(field.value) / scale;
      if (field.value !== "" && Number.isFinite(value)) set(dial, value, false);
    });
    const back = el("button", { type: "button", className: "small", title: "Back to the value of the file", "aria-label": `${TITLES[dial.turns]} ${format.name(dial.of)}: back to the value of the file`, onclick: () => set(dial, dial.value, false) }, "↺");
    const follow = (changes) => {
      const text = changes.get(dial.key);
      const value = (text === undefined ? dial.value : read(dial, text)) ?? dial.value;
      range.value = value;
      field.value = Number((value * scale).toFixed(digits));
      output.textContent = words(dial, value, currency);
      range.setAttribute("aria-valuetext", output.textContent);
      back.hidden = text === undefined;
      line.classList.toggle("turned", text !== undefined);
    };
    const line = el("div", { className: "dial" }, el("label", { htmlFor: id }, format.name(dial.of) || "The centre"), output, range, field, back);
    shown.push(follow);
    return line;
  };
  const groups = Object.keys(TITLES).filter((turns) => dials.some((dial) => dial.turns === turns)).map((turns) =>
    el("fieldset", {}, el("legend", {}, TITLES[turns], WHAT[turns] ? el("span", { className: "note" }, ` ${WHAT[turns]}`) : null),
      dials.filter((dial) => dial.turns === turns).map(row)));
  const undoButton = el("button", { type: "button", onclick: undo, title: "Ctrl+Z" }, "Undo");
  const redoButton = el("button", { type: "button", onclick: redo, title: "Ctrl+Shift+Z" }, "Redo");
  const reset = el("button", { type: "button", onclick: () => change({ changes: new Map() }) }, "As in the file");
  const keep = el("button", { type: "button", onclick: async () => {
    try {
      await api.keep(open.name, changesOf(state()), open.version);
      await desk.reload(true);
      say("Written into scenario.toml; its comments are as they were.");
    } catch (error) {
      say(error.message, true);
    }
  } }, "Write to the file");
  const panel = el("section", { className: "dials", "aria-label": "Dials" },
    el("div", { className: "buttons" }, undoButton, redoButton, reset, buttons, keep), groups);
  const follow = (now) => {
    for (const one of shown) one(now.changes);
    undoButton.disabled = depth() === 0;
    redoButton.disabled = !canRedo();
    reset.disabled = now.changes.size === 0;
    keep.disabled = now.changes.size === 0;
  };
  return { panel, follow };
}
