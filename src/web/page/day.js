// The day as it unfolds, with the dials: what becomes of service, people and cost, a first look at once and then closer.

import * as api from "./api.js";
import { question } from "./asking.js";
import { dialPanel, told } from "./dials.js";
import { el, fill, say } from "./elements.js";
import { card, figure, number, queueCards, total } from "./figures.js";
import * as format from "./format.js";
import { planCard } from "./plan.js";
import { change, changesOf, state, write } from "./state.js";
import { unfolding } from "./unfolding.js";

/** Milliseconds between two moves of a dial that are still one question. */
const PAUSE = 60;

export function showDay(main, open, desk) {
  const { shown } = open;
  const pin = el("button", { type: "button", onclick: () => {
    const { pins, changes } = state();
    const name = told(shown.dials, changes, shown.currency) || "as in the file";
    if (pins.some((other) => other.name === name)) return say(`"${name}" is pinned already.`);
    change({ pins: [...pins, { name, changes: changesOf(state()) }] });
    say(`Pinned: ${name}. See Compare.`);
  } }, "Pin");
  const { panel, follow: followDials } = dialPanel(open, desk, [pin]);
  const how = el("p", { className: "how", role: "status" });
  const figures = el("div", { className: "figures" });
  const days = unfolding();
  fill(main,
    el("h1", {}, shown.title), el("p", { className: "lead" }, shown.question),
    el("div", { className: "desk" }, panel, el("div", { className: "answer" }, how, figures, days.elements)));

  let document = null;
  let plan = null;

  const asked = question(main, how, PAUSE, async (changes, signal) => {
    if (!shown.cannot.plan) askPlan(changes, signal);
    await api.looks(open.name, changes, (look, isLast) => {
      if (signal.aborted) return;
      document = look;
      main.classList.remove("stale");
      if (isLast && changes.length === 0) open.base = look;
      how.textContent = isLast
        ? `Simulated ${format.number(look.replications)} times. ± says how far chance may have moved a number (95 %).`
        : `A first look: simulated ${look.replications} times, more to come …`;
      how.classList.toggle("first", !isLast);
      draw();
      if (isLast) main.setAttribute("aria-busy", "false");
    }, signal);
    // Who came by a link sees what the file itself gives a moment later.
    if (!open.base) {
      await api.looks(open.name, [], (look, isLast) => (open.base = isLast ? look : null), signal);
      draw();
    }
  });

  /** A first look at the plan, beside the day. What is wrong with the values is told of once, by the day. */
  const askPlan = async (changes, signal) => {
    try {
      const of = await api.firstPlan(open.name, changes, signal);
      if (signal.aborted) return;
      if (changes.length === 0) open.basePlan = of;
      plan = of;
      if (document) drawCards();
      if (!open.basePlan) open.basePlan = await api.firstPlan(open.name, [], signal);
      if (document) drawCards();
    } catch (error) {
      if (!signal.aborted) plan = null;
    }
  };

  const drawCards = () => fill(figures, cards(document, open.base, shown), plan ? planCard(plan, open.basePlan, shown, write({ ...state(), tab: "plan" })) : null);
  const draw = () => {
    drawCards();
    days.show(document.over_the_day);
  };

  open.follow = (now) => {
    followDials(now);
    if (!asked.follow(now) && document) days.show();
  };
  return () => {
    asked.leave();
    days.leave();
  };
}

/** The numbers that matter, by queue and group and for the whole. */
function cards(now, base, shown) {
  const { currency } = shown;
  const groups = now.groups.map((group, index) => card(format.name(group.name),
    figure("share", "Busy", group.occupancy, base?.groups[index]?.occupancy),
    figure("hours", "Paid", group.paid_hours, base?.groups[index]?.paid_hours),
    figure("money", "Cost", group.cost, base?.groups[index]?.cost, currency),
    hours(now.over_the_day.groups[index], base?.over_the_day.groups[index], shown.interval_minutes)));
  const all = total("All together",
    figure("share", "In time", now.total.service_level, base?.total.service_level),
    figure("hours", "Paid", now.total.paid_hours, base?.total.paid_hours),
    figure("money", "Cost", now.total.cost, base?.total.cost, currency),
    figure("number", "Contacts lost", now.total.lost, base?.total.lost));
  return [all, queueCards(now.queues, base?.queues, shown), groups];
}

/** Hours on duty beside those that the formula asks for. */
function hours(group, before, minutes) {
  const sum = (list) => list && list.reduce((all, one) => all + one, 0) * minutes / 60;
  return [number("hours", "On duty", sum(group.on_duty), sum(before?.on_duty)), number("hours", "Needed, by formula", sum(group.needed_by_formula), sum(before?.needed_by_formula))];
}
