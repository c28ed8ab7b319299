// All scenarios of the folder, and the ways to a new one: a template, or exports of the telephone system.

import * as api from "./api.js";
import { el, fill, say } from "./elements.js";
import * as format from "./format.js";
import { change } from "./state.js";

const go = (scenario, tab = "day") => change({ scenario, tab, changes: new Map(), pins: [], day: null, file: null });
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export async function showHome(main) {
  const [about, list] = await Promise.all([api.about(), api.scenarios()]);
  const cards = list.scenarios.map(({ name, question }) =>
    el("li", {}, el("a", { href: `#/${encodeURIComponent(name)}/day` }, name), el("p", {}, question)));
  fill(main,
    el("h1", {}, "What will happen, who should work when, what to ask for"),
    el("div", { className: "home" },
      el("section", {}, el("h2", {}, cards.length ? "Your scenarios" : "No scenarios yet"),
        cards.length ? el("ul", { className: "cards" }, cards)
          : el("p", {}, "A scenario says who calls, who answers and what you promise. Begin with one that resembles yours, and change its numbers.")),
      el("div", {}, template(about.templates), history()),
    ),
    el("p", { className: "note" }, `callboard ${about.version}, folder ${about.folder}`));
  return () => {};
}

/** A scenario that is shipped, to begin with. */
function template(templates) {
  const name = el("input", { id: "new-name", required: true, maxLength: 100, autocomplete: "off" });
  const select = el("select", { id: "new-template" }, templates.map((one) => el("option", { value: one.name }, one.name)));
  const question = el("p", { className: "note" });
  const tell = () => (question.textContent = sentence(templates.find((one) => one.name === select.value)?.question ?? ""));
  select.addEventListener("change", tell);
  tell();
  const make = async (event) => {
    event.preventDefault();
    try {
      await api.create(name.value.trim(), select.value);
      go(name.value.trim());
    } catch (error) {
      say(error.message, true);
    }
  };
  return el("section", {}, el("h2", {}, "A new scenario"), el("form", { onsubmit: make },
    el("label", { htmlFor: "new-template" }, "Begin with"), select, question,
    el("label", { htmlFor: "new-name" }, "and call it"), name,
    el("button", { type: "submit", className: "main" }, "Make it")));
}

/** A scenario of the user's own history. */
function history() {
  let files = [];
  const chosen = el("ul", { className: "files" });
  const found = el("div", { "aria-live": "polite" });
  const pick = el("input", { type: "file", id: "history-files", multiple: true, accept: ".csv,.xlsx,.parquet,.txt,.tsv", onchange: () => take(pick.files) });
  const take = (list) => {
    files = [...list];
    fill(chosen, files.map((file) => el("li", {}, `${file.name}, ${format.bytes(file.size)}`)));
  };
  const zone = el("input", { id: "history-zone", value: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC", autocomplete: "off" });
  const order = el("select", { id: "history-order" }, [["", "as they show"], ["dmy", "day, month, year"], ["mdy", "month, day, year"], ["ymd", "year, month, day"]].map(([value, text]) => el("option", { value }, text)));
  const name = el("input", { id: "history-name", required: true, maxLength: 100, autocomplete: "off" });
  const button = el("button", { type: "submit", className: "main" }, "Read them");
  const drop = el("div", { className: "drop" }, el("label", { htmlFor: "history-files" }, "Drop exports of your telephone system here, or choose them: "), pick, chosen);
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files);
  });
  const read = async (event) => {
    event.preventDefault();
    if (files.length === 0) return say("Choose files first.", true);
    button.disabled = true;
    try {
      const upload = crypto.randomUUID?.() ?? String(Math.random()).slice(2, 18);
      for (const file of files) {
        fill(found, el("p", {}, `Sending ${file.name} …`));
        await api.upload(upload, file);
      }
      fill(found, el("p", {}, "Reading …"));
      const document = await api.importFiles({ upload, name: name.value.trim(), time_zone: zone.value.trim(), date_order: order.value });
      say(`${document.queues.length} queues, ${format.number(document.queues.reduce((all, queue) => all + queue.offered, 0))} contacts; ${format.number(document.set_aside)} rows set aside.`);
      go(document.name);
    } catch (error) {
      const problems = error.document?.problems ?? [];
      fill(found, el("p", { className: "wrong" }, error.message), problems.length
        ? el("ol", { className: "problems" }, problems.map((problem) => el("li", {}, `${problem.file}${problem.line ? `, line ${problem.line}` : ""}: found ${problem.found}; allowed: ${problem.allowed}. `, el("em", {}, problem.remedy)))) : null);
    } finally {
      button.disabled = false;
    }
  };
  return el("section", {}, el("h2", {}, "A scenario of your own history"), el("form", { onsubmit: read }, drop,
    el("label", { htmlFor: "history-zone" }, "Time zone"), zone,
    el("label", { htmlFor: "history-order" }, "Order of dates such as 3/4/2026"), order,
    el("label", { htmlFor: "history-name" }, "Call it"), name, button, found));
}
