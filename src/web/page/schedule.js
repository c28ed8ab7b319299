// The last schedule: what it covers, what happens under it, and its shifts.

import { lastAnswer } from "./answer.js";
import { el, fill, table } from "./elements.js";
import { queueCards, row, total } from "./figures.js";
import * as format from "./format.js";
import { dateOf, unfolding } from "./unfolding.js";

/** Measures of a queue that are drawn over the day. */
const DRAWN = ["offered", "service_level", "mean_queue"];

export function showSchedule(main, open, desk) {
  const days = unfolding();
  const shifts = el("div", {});
  let document = null;
  const show = (over) => {
    days.show(over);
    fill(shifts, shiftsOf(document, dateOf(over)));
  };
  let over = null;
  const last = lastAnswer(open, desk, "schedule", (next) => {
    document = next;
    over = overTheDay(document);
    show(over);
    return [el("div", { className: "figures" }, cards(document, open.shown)), remarks(document), days.elements, shifts];
  });
  fill(main, el("h1", {}, `${open.shown.title}: which shifts`), last.element);
  open.follow = () => over && show(over);
  return () => {
    last.leave();
    days.leave();
  };
}

/** The numbers that matter. */
function cards(document, shown) {
  const { cost, gap, performance } = document;
  const { currency } = shown;
  const all = total("All together",
    row("Wages", format.money(cost.wages, currency)),
    row("Paid", `${format.number(cost.paid_hours)} h`),
    row("Hours missing", `${format.number(cost.under_cover_hours, 1)} h`),
    row("More than needed", `${format.number(cost.over_cover_hours)} h`),
    row("Above the least cost, at most", format.percent(gap)),
    row("In time", format.estimate("share", performance.total.service_level)));
  return [all, queueCards(performance.queues, null, shown)];
}

/** What is to be known of it: rules that are broken, and what it would take to keep the promise. */
function remarks({ findings, takes_more: more }) {
  const lines = findings.map(({ rule, what }) => `${rule}: ${what}`);
  if (more) {
    const people = Object.entries(more.people).filter(([, count]) => count > 0).map(([group, count]) => `${format.number(count)} more in ${format.name(group)}`);
    const kept = more.keeps_the_promise ? ", and then no promise is shown to be missed" : "";
    if (people.length) lines.push(`${people.join(", ")} would cover ${format.number(more.covered_hours)} h of what is missing${kept}.`);
  }
  return lines.length ? el("ul", { className: "remarks" }, lines.map((line) => el("li", {}, line))) : "";
}

/** Lists with an entry for each interval, as a look at the day has them. Intervals in which nothing happens are not told of. */
function overTheDay({ levels, performance }) {
  const start = levels[0]?.intervals.map((interval) => interval.start) ?? [];
  const places = new Map(start.map((label, index) => [label, index]));
  const lists = (intervals, measure) => {
    const [mean, half_width] = [start.map(() => null), start.map(() => null)];
    for (const interval of intervals) {
      const of = interval[measure];
      if (of) [mean[places.get(interval.start)], half_width[places.get(interval.start)]] = [of.mean, of.half_width];
    }
    return { mean, half_width };
  };
  const queues = performance.queues.map((queue) => {
    const drawn = DRAWN.map((measure) => [measure, lists(queue.intervals, measure)]).filter(([, { mean }]) => mean.some((one) => one !== null));
    return { name: queue.name, ...Object.fromEntries(drawn) };
  });
  const groups = performance.groups.map((group, index) => ({
    name: group.name,
    on_duty: levels[index].intervals.map((interval) => interval.on_duty),
    needed: levels[index].intervals.map((interval) => interval.needed),
    occupancy: lists(group.intervals, "occupancy"),
  }));
  return { start, queues, groups };
}

/** The shifts of a day as a table. */
function shiftsOf({ shifts }, date) {
  const rows = shifts.filter((shift) => shift.date === date).map((shift) =>
    [format.name(shift.group), format.name(shift.shift), `${shift.start}–${shift.end}`, shift.breaks.map((pause) => `${pause.start}–${pause.end}`).join(", ") || "–", format.number(shift.people), `${format.number(shift.paid_hours, 1)} h`]);
  return rows.length ? table(`Shifts on ${format.day(date)}`, ["Group", "Shift", "From and to", "Breaks", "People", "Paid"], rows) : el("p", { className: "note" }, "No shifts on this day.");
}
