// Pinned variants beside the file as it is, on the same random numbers: which differences are real.

import * as api from "./api.js";
import { el, fill, table } from "./elements.js";
import * as format from "./format.js";
import { change, state, write } from "./state.js";

/** What is told of each kind of thing, with how it is written. */
const TOLD = {
  queues: [["service_level", "In time", "share"], ["abandonment", "Hang up", "share"], ["mean_wait_s", "Mean wait", "seconds"], ["offered", "Contacts", "number"]],
  groups: [["occupancy", "Busy", "share"], ["cost", "Cost", "money"]],
  total: [["service_level", "In time, all together", "share"], ["cost", "Cost, all together", "money"], ["lost", "Contacts lost", "number"], ["satisfaction", "Satisfaction", "share"]],
};

export function showCompare(main, open) {
  const { shown } = open;
  const place = el("div", { "aria-live": "polite" });
  const list = el("ul", { className: "pins" });
  let wanted = null;
  let asked = "";
  fill(main, el("h1", {}, "Variants side by side"),
    el("p", { className: "lead" }, "Each variant meets the same customers as the file does, wherever it does not differ. So small differences show, and chance is told from effect."),
    list, place);

  const follow = (now) => {
    const without = (index) => change({ pins: now.pins.filter((_, other) => other !== index) });
    fill(list, now.pins.map((pin, index) => el("li", {},
      el("a", { href: write({ ...now, tab: "day", changes: new Map(pin.changes.map((text) => { const cut = text.lastIndexOf("="); return [text.slice(0, cut), text.slice(cut + 1)]; })) }) }, pin.name), " ",
      el("button", { type: "button", className: "small", "aria-label": `Take ${pin.name} away`, onclick: () => without(index) }, "✕"))));
    const key = JSON.stringify(now.pins);
    if (key === asked) return;
    asked = key;
    wanted?.abort();
    const others = now.pins.filter((pin) => pin.changes.length > 0);
    if (others.length === 0) {
      fill(place, el("p", {}, "Nothing is pinned yet. Turn dials on the page Day, and press Pin."));
      return;
    }
    compare(others);
  };

  const compare = async (others) => {
    wanted = new AbortController();
    const { signal } = wanted;
    fill(place, el("p", {}, "Comparing …"));
    try {
      const variants = [{ name: "the file", changes: [] }, ...others];
      const document = await api.compare(open.name, variants, signal);
      fill(place, result(document, shown.currency));
      if (shown.cannot.plan) return;
      const plans = [];
      for (const { changes } of variants) plans.push((await api.firstPlan(open.name, changes, signal)).plan);
      place.append(plansBeside(plans, others.map((pin) => pin.name), shown.currency));
    } catch (error) {
      if (!signal.aborted) fill(place, el("p", { className: "wrong" }, error.message));
    }
  };
  open.follow = follow;
  return () => wanted?.abort();
}

/** A difference in words: what it is, and whether chance alone may have made it. */
function difference(kind, of, currency) {
  if (!of || of.difference.mean === null) return "–";
  if (of.difference.mean === 0 && !of.difference.half_width) return "the same";
  const width = !of.difference.half_width ? "" : kind === "share" ? ` ± ${format.number(100 * of.difference.half_width, 1)}` : ` ± ${format.value(kind, of.difference.half_width, currency)}`;
  const real = of.real === false ? el("span", { className: "verdict unclear" }, "may be chance") : of.real ? el("span", { className: "verdict kept" }, "real") : null;
  return [`${format.value(kind, of.variant.mean, currency)} (${format.signed(kind, of.difference.mean, currency)}${width}) `, real];
}

/** What is told of a plan, with how it is written. */
const OF_A_PLAN = [
  ["Cash", "money", (plan) => plan.cash],
  ["Hires", "number", (plan) => plan.hires],
  ["Hours covered", "share", (plan) => plan.hours_covered],
  ["Above the budgets", "money", (plan) => plan.over_monthly_budgets + plan.over_yearly_budget],
];

/** First looks at the plans of the file and of its variants. No chance is in them. */
function plansBeside([first, ...others], names, currency) {
  const beside = (kind, of, base) => {
    const told = format.value(kind, of, currency);
    return told === format.value(kind, base, currency) ? "the same" : `${told} (${format.signed(kind, of - base, currency)})`;
  };
  const rows = OF_A_PLAN.map(([title, kind, pick]) =>
    [title, format.value(kind, pick(first), currency), ...others.map((plan) => beside(kind, pick(plan), pick(first)))]);
  return table("The plan: a first look, hours needed by formula", ["", "The file", ...names], rows);
}

function result(document, currency) {
  const rows = [];
  const add = (title, [key, name, kind], pick) => {
    const first = pick(document.variants[0]);
    if (!first?.[key]) return;
    const base = first[key].baseline;
    rows.push([title ? `${format.name(title)}: ${name}` : name, format.estimate(kind, base, currency), ...document.variants.map((variant) => difference(kind, pick(variant)?.[key], currency))]);
  };
  for (const told of TOLD.total) add("", told, (variant) => variant.total);
  for (const kind of ["queues", "groups"]) {
    for (const { name } of document.variants[0][kind]) {
      for (const told of TOLD[kind]) add(name, told, (variant) => variant[kind].find((one) => one.name === name));
    }
  }
  const remarks = document.variants.flatMap((variant) => (variant.remarks ?? []).map((remark) => el("li", {}, `${variant.name}: ${remark}`)));
  return [
    table(`Simulated ${format.number(document.replications)} times each, on the same random numbers`, ["", "The file", ...document.variants.map((variant) => variant.name)], rows),
    remarks.length ? el("ul", { className: "remarks" }, remarks) : null,
  ];
}
