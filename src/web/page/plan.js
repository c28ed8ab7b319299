// The plan: a first look that follows the dials, and the last one that was worked out and proved.

import { lastAnswer } from "./answer.js";
import * as api from "./api.js";
import { question } from "./asking.js";
import { chart, clear } from "./charts.js";
import { dialPanel } from "./dials.js";
import { el, fill, table } from "./elements.js";
import { card, number, row, total } from "./figures.js";
import * as format from "./format.js";

/** Milliseconds between two moves of a dial that are still one question. */
const PAUSE = 120;
const FIRST_LOOK = "A first look: hours needed by formula. The plan with proof is worked out below.";

export function showPlan(main, open, desk) {
  const { shown } = open;
  const { panel, follow: followDials } = dialPanel(open, desk, []);
  const how = el("p", { className: "how", role: "status" });
  const first = el("div", {});
  const proved = lastAnswer(open, desk, "plan", (document) => planView(document, null, shown));
  fill(main, el("h1", {}, `${shown.title}: what to ask for`),
    el("div", { className: "desk" }, panel, el("div", { className: "answer" }, how, first, el("h2", { className: "next" }, "The last plan that was proved"), proved.element)));

  const asked = question(main, how, PAUSE, async (changes, signal) => {
    const document = await api.firstPlan(open.name, changes, signal);
    if (changes.length === 0) open.basePlan = document;
    else if (!open.basePlan) open.basePlan = await api.firstPlan(open.name, [], signal);
    if (signal.aborted) return;
    how.textContent = FIRST_LOOK;
    clear(first);
    fill(first, planView(document, open.basePlan, shown));
  });
  open.follow = (now) => {
    followDials(now);
    asked.follow(now);
  };
  return () => {
    asked.leave();
    proved.leave();
    clear();
  };
}

/** The figures of a plan beside those of the file. */
function figures({ plan, carry_on: carryOn }, base, currency) {
  const before = base?.plan;
  const isOver = plan.over_monthly_budgets + plan.over_yearly_budget;
  return [
    number("money", "Cash", plan.cash, before?.cash, currency),
    row("Carrying on as now", format.money(carryOn.cash, currency)),
    number("number", "Hires", plan.hires, before?.hires),
    number("share", "Hours covered", plan.hours_covered, before?.hours_covered),
    row("Above the budgets", isOver > 0.5 ? el("span", { className: "wrong" }, format.money(isOver, currency)) : "nothing"),
  ];
}

/** The plan in a card, with the way to all of it. */
export function planCard(document, base, shown, address) {
  return card([el("a", { href: address }, "The plan"), el("span", { className: "note" }, " a first look")], ...figures(document, base, shown.currency));
}

/** A plan: its figures, what it decides, and its months. */
function planView(document, base, { currency }) {
  const { plan, carry_on: carryOn } = document;
  const labels = plan.periods.map((period) => format.period(period.period));
  const line = (name, of, pick, isDashed) => ({ name, mean: of.periods.map(pick), isStepped: true, isDashed });
  const both = (pick) => [line("plan", plan, pick), line("carrying on as now", carryOn, pick, true)];
  const by = `by ${document.by}`;
  const heading = document.by === "week" ? "Week" : "Month";
  const charts = [
    { title: "Agent-hours", note: `${by}, all groups`, kind: "number", series: [line("on duty", plan, (one) => one.hours_on_duty), line("needed", plan, (one) => one.required_hours, true)] },
    { title: "Hours missing", note: by, kind: "number", series: both((one) => one.shortage_hours) },
    { title: "People employed", note: by, kind: "number", series: both((one) => one.headcount) },
    { title: "Cash", note: by, kind: "money", currency, series: both((one) => one.cash) },
  ];
  return [
    el("div", { className: "figures" }, total("All together", ...figures(document, base, currency)), decisions(document)),
    el("div", { className: "charts" }, charts.map((one) => chart({ labels, heading, ...one }))),
    el("details", {}, el("summary", {}, "What it costs"), costs(document, currency)),
  ];
}

/** What is decided: who is hired when, what begins when. */
function decisions({ plan }) {
  const at = (place) => (place === null || place === undefined ? null : format.period(plan.periods[Math.min(place, plan.periods.length - 1)].period));
  const hires = Object.keys(plan.periods[0]?.hires ?? {}).map((channel) => {
    const months = plan.periods.filter((period) => period.hires[channel] > 0);
    return row(`Hire: ${format.name(channel)}`, months.length ? months.map((period) => `${format.number(period.hires[channel])} in ${format.period(period.period)}`).join(", ") : "nobody");
  });
  const initiatives = plan.initiatives.map(({ name, start }) => row(format.name(name), at(start) === null ? "not at all" : `begin in ${at(start)}`));
  const partners = plan.partners.map(({ name, start, end }) => row(format.name(name), at(start) === null ? "not at all" : `from ${at(start)}${end !== null && end < plan.periods.length ? ` until ${at(end)}` : ""}`));
  return card("What is decided", ...hires, ...initiatives, ...partners);
}

/** Kinds of cost, of the plan and of carrying on. */
function costs({ plan, carry_on: carryOn }, currency) {
  const kinds = Object.keys(plan.cost).filter((kind) => plan.cost[kind] !== 0 || carryOn.cost[kind] !== 0);
  const rows = kinds.map((kind) => [format.name(kind), format.money(plan.cost[kind], currency), format.money(carryOn.cost[kind], currency)]);
  return table("Cost by kind; missing hours and lost contacts are no cash", ["Kind", "Plan", "Carrying on as now"], rows);
}
