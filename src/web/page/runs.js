// Long work in the background: asked for, watched, cancelled, and its files.

import * as api from "./api.js";
import { el, fill, say } from "./elements.js";
import * as format from "./format.js";
import { changesOf, state } from "./state.js";

/** What can be done: its name, what it gives, and how it is asked for. */
export const KINDS = {
  run: { title: "The whole answer", what: "simulate, staff, schedule, roster and plan, with the report" },
  schedule: { title: "Schedule", what: "who should work when, at least cost", ask: "Find the shifts" },
  roster: { title: "Roster", what: "who of the named people works when" },
  plan: { title: "Plan", what: "what to ask for, month by month, against the budget", ask: "Find the plan, with proof" },
  report: { title: "Board pack", what: "one page to decide on, all chapters to print, and the whole study as a workbook" },
};
const STATES = { queued: "waits for its turn", running: "is being worked on", done: "done", failed: "no answer", cancelled: "cancelled" };

export function showRuns(main, open, desk) {
  const ask = async (kind) => {
    try {
      const { id } = await api.begin(open.name, kind, changesOf(state()), desk.who());
      say(`Run ${id} is asked for.`);
    } catch (error) {
      say(error.document?.problems?.map((problem) => `${problem.about}: ${problem.found}`).join("; ") || error.message, true);
    }
  };
  const buttons = Object.entries(KINDS).map(([kind, { title, what }]) => {
    const refusal = open.shown.cannot[kind];
    return el("li", {}, el("button", { type: "button", className: "main", disabled: Boolean(refusal), onclick: () => ask(kind) }, title), el("p", { className: "note" }, refusal ?? what));
  });
  const laid = el("p", { className: "note" });
  const answers = el("div", { className: "answers" });
  const list = el("ol", { className: "runs" });
  fill(main, el("h1", {}, "Work in the background"), el("ul", { className: "kinds" }, buttons), laid,
    el("h2", {}, "Last answers"), answers, el("h2", {}, "History"), list);

  let seen = "";
  const showAnswers = async () => {
    const { answers: known } = await api.answers(open.name);
    fill(answers, known.length ? known.map((run) => el("section", { className: "card" }, el("h3", {}, KINDS[run.kind].title), el("p", { className: "note" }, said(run)), files(run))) : el("p", { className: "note" }, "None yet."));
  };
  // A line stays what it is while its run goes on, so that nobody's focus is lost and nothing closes that was opened.
  const lines = new Map();
  const leave = api.news((runs) => {
    const mine = runs.filter((run) => run.scenario === open.name);
    for (const run of mine) {
      if (!lines.has(run.id)) lines.set(run.id, line(run, desk));
      lines.get(run.id).follow(run);
    }
    const elements = mine.length ? mine.map((run) => lines.get(run.id).element) : [el("li", { className: "note" }, "Nothing was run yet.")];
    if (elements.length !== list.children.length || elements.some((element, index) => element !== list.children[index])) fill(list, elements);
    const done = mine.filter((run) => run.state === "done").map((run) => run.id).join();
    if (done !== seen || answers.childElementCount === 0) {
      seen = done;
      showAnswers();
    }
  });
  open.follow = (now) => {
    const changes = changesOf(now);
    laid.textContent = changes.length ? `With the dials as they are: ${changes.join(", ")}` : "With the values of the file.";
  };
  return leave;
}

/** Who ran a run, when, of what: with these, the same comes out again. */
export function said(run) {
  const changes = run.changes.length ? ` with ${run.changes.join(", ")}` : "";
  return `run ${run.id} by ${run.who}, ${format.clock(run.ended ?? run.asked)}${changes}; version ${run.version}${run.seed ? `, seed ${run.seed}, inputs ${run.digest.slice(0, 8)}` : ""}`;
}

function files(run) {
  // Calendars are one for each person.
  const plain = run.files.filter((file) => !file.name.startsWith("calendars/"));
  const calendars = run.files.filter((file) => file.name.startsWith("calendars/"));
  const link = (file) => el("li", {}, el("a", { href: api.fileOf(run.id, file.name), target: /\.(html|json)$/.test(file.name) ? "_blank" : null, rel: "noopener" }, file.name.replace("calendars/", "")), ` ${format.bytes(file.bytes)}`);
  return [
    el("ul", { className: "files" }, plain.map(link)),
    calendars.length ? el("details", {}, el("summary", {}, `Calendars of ${calendars.length} people`), el("ul", { className: "files" }, calendars.map(link))) : null,
  ];
}

/** A run in the list, and what shows how it goes on. */
function line({ id }, desk) {
  const head = el("p", {});
  const by = el("p", { className: "note" });
  const message = el("pre", { className: "message", hidden: true });
  const place = el("div", {});
  const bar = el("progress", {});
  const stop = el("button", { type: "button", onclick: async () => {
    const { cancelled } = await api.cancel(id);
    say(cancelled ? `Run ${id} is stopped at its next step.` : `Run ${id} has ended already.`);
  } }, "Cancel");
  const look = el("button", { type: "button", onclick: async () => {
    const whole = await api.run(id);
    const same = whole.same_as_before === undefined ? null : el("p", { className: whole.same_as_before ? "note" : "wrong" }, whole.same_as_before ? `The same bytes as run ${whole.again}.` : `Not the same as run ${whole.again}: another version of callboard ran it.`);
    fill(place, same, files(whole));
  } }, "Files");
  const again = el("button", { type: "button", onclick: async () => {
    try {
      say(`Run ${(await api.again(id, desk.who())).id} repeats run ${id}, with the inputs that it had.`);
    } catch (error) {
      say(error.message, true);
    }
  } }, "Run again");
  const element = el("li", {}, head, by, message, el("div", { className: "buttons" }, stop, look, again), place);
  const follow = (run) => {
    const { progress } = run;
    const isOver = !["queued", "running"].includes(run.state);
    element.className = `run ${run.state}`;
    const stage = progress ? `: ${progress.stage || "begins"} ` : "";
    bar.setAttribute("aria-label", `Run ${id}${stage}`);
    if (progress?.total > 0) {
      bar.max = progress.total;
      bar.value = progress.done;
    } else bar.removeAttribute("value");
    fill(head, el("strong", {}, KINDS[run.kind]?.title ?? run.kind), ` ${STATES[run.state]}${stage}`, progress ? bar : null);
    by.textContent = said(run);
    message.textContent = run.message;
    message.hidden = run.message === "";
    stop.hidden = isOver;
    look.hidden = run.state !== "done";
    again.hidden = !isOver;
  };
  return { element, follow };
}
