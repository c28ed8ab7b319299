// The last answer of long work, as it comes: shown where it is of use, not only among the runs.

import * as api from "./api.js";
import { el, fill, say } from "./elements.js";
import { KINDS, said } from "./runs.js";
import { changesOf, state } from "./state.js";

/**
 * A place for the last answer of a kind ("schedule" or "plan"), with a button that asks for a new one. `show(document)` makes its elements.
 * Gives the element, and a function that ends it.
 */
export function lastAnswer(open, desk, kind, show) {
  const from = el("p", { className: "note" });
  const going = el("p", { className: "note", "aria-live": "polite" });
  const place = el("div", {});
  const begin = el("button", { type: "button", className: "main", onclick: async () => {
    try {
      const { id } = await api.begin(open.name, kind, changesOf(state()), desk.who());
      say(`Run ${id} is asked for. It is shown here when it is done.`);
    } catch (error) {
      say(error.message, true);
    }
  } }, KINDS[kind].ask);
  const files = { [kind]: [`${kind}.json`, null], run: ["results.json", kind] };
  let seen = null;
  const load = async () => {
    const { answers } = await api.answers(open.name);
    const known = answers.filter((run) => files[run.kind] && run.files.some((file) => file.name === files[run.kind][0]));
    const last = known.sort((one, other) => one.ended.localeCompare(other.ended)).pop();
    if (!last) return fill(from, "There is none yet.");
    const [file, part] = files[last.kind];
    const whole = await api.fileDocument(last.id, file);
    fill(from, `${said(last)}. `, last.message ? el("span", { className: "wrong" }, last.message) : "");
    fill(place, show(part ? whole[part] : whole));
  };
  const leave = api.news((runs) => {
    const mine = runs.filter((run) => run.scenario === open.name && files[run.kind]);
    const busy = mine.filter((run) => ["queued", "running"].includes(run.state));
    going.textContent = busy.map((run) => `Run ${run.id} ${run.state === "queued" ? "waits for its turn" : `is being worked on: ${run.progress?.stage ?? ""}`}.`).join(" ");
    const done = mine.filter((run) => run.state === "done").map((run) => run.id).join();
    if (done === seen) return;
    seen = done;
    load().catch((error) => say(error.message, true));
  });
  return { element: el("div", {}, el("div", { className: "buttons" }, begin), going, from, place), leave };
}
