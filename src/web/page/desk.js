// The desk: which part of which scenario is looked at, and what every part needs.

import * as api from "./api.js";
import { el, fill, say } from "./elements.js";
import { TABS, change, onChange, redo, state, undo, write } from "./state.js";
import { showHome } from "./home.js";
import { showDay } from "./day.js";
import { showCompare } from "./compare.js";
import { showSchedule } from "./schedule.js";
import { showRoster } from "./roster.js";
import { showPlan } from "./plan.js";
import { showRuns } from "./runs.js";
import { showFile } from "./file.js";

const TITLES = { day: "Day", compare: "Compare", schedule: "Schedule", roster: "Roster", plan: "Plan", runs: "Runs", file: "File" };
const PARTS = { day: showDay, compare: showCompare, schedule: showSchedule, roster: showRoster, plan: showPlan, runs: showRuns, file: showFile };
const main = document.getElementById("main");
const who = document.getElementById("who");

/** What is open: the scenario as the server gave it, and what is known of it besides. */
let open = null;
/** Ends the part that is shown: stops what it asked for. */
let leave = () => {};
let shown = "";
/** What is being shown just now. */
let showing = null;

who.value = localStorage.getItem("who") ?? "";
who.addEventListener("change", () => localStorage.setItem("who", who.value));

/** What the parts may use: who works here, and a way to open the scenario anew after it was saved. */
const desk = {
  who: () => who.value.trim(),
  /** Takes what was saved for what is open; `clear` takes away the values that were laid over it. */
  async reload(clear) {
    open = null;
    shown = "";
    change(clear ? { changes: new Map() } : {});
    await showing;
  },
};

/** Parts that a scenario has only where it says something of them. */
const isThere = (tab) => !["schedule", "roster", "plan"].includes(tab) || (open?.shown && !open.shown.cannot[tab]);

function tabs(now) {
  const link = (tab) => el("a", { href: write({ ...now, tab }), "aria-current": now.tab === tab ? "page" : null }, TITLES[tab]);
  fill(document.getElementById("tabs"), now.scenario ? [el("strong", {}, now.scenario), TABS.filter(isThere).map(link)] : []);
}

async function show(now) {
  tabs(now);
  document.title = now.scenario ? `${now.scenario} · Callboard` : "Callboard";
  const where = `${now.scenario}/${now.tab}`;
  if (shown === where && open?.follow) {
    open.follow(now);
    return;
  }
  leave();
  leave = () => {};
  shown = where;
  say("");
  try {
    if (!now.scenario) {
      open = null;
      leave = await showHome(main);
      return;
    }
    if (open?.name !== now.scenario) open = { ...(await api.open(now.scenario)), base: null };
    open.follow = null;
    open.steps = null;
    // Somebody may have gone on while the server was asked.
    if (shown !== where) return;
    tabs(now);
    // What cannot be simulated can still be mended.
    const part = open.shown ? PARTS[now.tab] : showFile;
    leave = part(main, open, desk) ?? leave;
    open.follow?.(state());
  } catch (error) {
    shown = "";
    fill(main, el("h1", {}, "This cannot be shown"), el("p", {}, error.message), el("p", {}, el("a", { href: "#/" }, "All scenarios")));
  }
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  // Where text is written, the browser undoes what was written.
  if (event.target.matches("textarea, input:not([type=range])")) return;
  event.preventDefault();
  // What is changed by hand has steps of its own.
  const steps = open?.steps ?? { undo, redo };
  if (event.shiftKey) steps.redo();
  else steps.undo();
});

const follow = (now) => (showing = show(now));
onChange(follow);
follow(state());
