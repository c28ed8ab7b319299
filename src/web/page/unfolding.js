// A day as it unfolds: which one, its charts over the intervals, and the day played.

import { chart, clear, point } from "./charts.js";
import { el, fill, say } from "./elements.js";
import * as format from "./format.js";
import { change, state } from "./state.js";

/** Milliseconds for which an interval is pointed at, while the day is played. */
const BEAT = 350;

/**
 * The days of a horizon. `show(over)` draws one of them: the one that the address names. `over` has lists with an entry for each interval:
 * `start`, and by queue and group what is drawn.
 */
export function unfolding() {
  const days = el("div", { className: "days" });
  const charts = el("div", { className: "charts" });
  let over = null;
  let player = 0;

  const show = (next) => {
    over = next ?? over;
    const date = dateOf(over);
    const dates = datesOf(over);
    const places = over.start.map((_, index) => index).filter((index) => format.moment(over.start[index]).date === date);
    const isOpen = (index) => over.groups.some((group) => group.on_duty[index] > 0) || over.queues.some((queue) => queue.offered?.mean[index] > 0);
    const busy = places.filter(isOpen);
    const span = busy.length ? places.filter((index) => index >= busy[0] && index <= busy[busy.length - 1]) : places;
    const select = dates.length > 1
      ? el("label", {}, "Day ", el("select", { onchange: (event) => change({ day: event.target.value }) }, dates.map((one) => el("option", { value: one, selected: one === date }, format.day(one)))))
      : el("span", {}, format.day(date));
    fill(days, select, el("button", { type: "button", "aria-pressed": player ? "true" : "false", onclick: () => play(span) }, player ? "Stop" : "Play the day"));
    clear();
    fill(charts, dayCharts(over, span));
  };

  const stop = () => {
    clearInterval(player);
    player = 0;
  };

  const play = (span) => {
    if (player) {
      stop();
      point(null);
      return show();
    }
    let at = 0;
    player = setInterval(() => {
      if (at >= span.length) {
        stop();
        return show();
      }
      point(at);
      say(inWords(over, span[at]));
      at += 1;
    }, BEAT);
    const button = days.querySelector("button");
    button.textContent = "Stop";
    button.setAttribute("aria-pressed", "true");
  };

  const leave = () => {
    stop();
    clear();
  };
  return { elements: [days, charts], show, leave };
}

const datesOf = (over) => [...new Set(over.start.map((label) => format.moment(label).date))];

/** The day that is shown: the one that the address names, or the first. */
export const dateOf = (over) => (datesOf(over).includes(state().day) ? state().day : datesOf(over)[0]);

/** An interval of the day in a sentence. */
function inWords(over, index) {
  const queue = (one) => `${format.name(one.name)}: ${format.number(one.offered?.mean[index] ?? 0)} come, ${format.number(one.mean_queue?.mean[index] ?? 0, 1)} wait, ${format.percent(one.service_level?.mean[index] ?? null, 0)} in time`;
  return `${format.moment(over.start[index]).clock} · ${over.queues.map(queue).join(" · ")}`;
}

/** The charts over the intervals of a day. */
function dayCharts(over, span) {
  const labels = span.map((index) => format.moment(over.start[index]).clock);
  const part = (list) => span.map((index) => list[index] ?? null);
  const lines = (key) => over.queues.filter((queue) => queue[key]).map((queue) => ({ name: format.name(queue.name), mean: part(queue[key].mean), half_width: part(queue[key].half_width) }));
  const people = over.groups.map((group) => [`Agents: ${format.name(group.name)}`, null, [
    { name: "on duty", mean: part(group.on_duty), isStepped: true },
    { name: group.needed ? "needed" : "needed, by formula", mean: part(group.needed ?? group.needed_by_formula), isStepped: true, isDashed: true },
  ], "number"]);
  const occupancy = over.groups.map((group) => ({ name: format.name(group.name), mean: part(group.occupancy.mean), half_width: part(group.occupancy.half_width) }));
  const all = [
    ["Answered in time", "of those who came in the interval", lines("service_level"), "share", 1],
    ["Contacts that come", "in the interval", lines("offered"), "number"],
    ["Waiting", "contacts, on average over the interval", lines("mean_queue"), "number"],
    ["Busy", "share of their time", occupancy, "share", 1],
    ...people,
  ];
  return all.filter(([, , series]) => series.length > 0).map(([title, note, series, kind, most]) => chart({ title, note, labels, series, kind, most }));
}
