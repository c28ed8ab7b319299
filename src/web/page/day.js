// The day as it unfolds, with the dials: what becomes of service, people and cost, a first look at once and then closer.

import * as api from "./api.js";
import { chart, clear, point } from "./charts.js";
import { dialPanel, told } from "./dials.js";
import { el, fill, say } from "./elements.js";
import * as format from "./format.js";
import { change, changesOf, state } from "./state.js";

/** Milliseconds between two moves of a dial that are still one question. */
const PAUSE = 60;
/** Milliseconds for which an interval is pointed at, while the day is played. */
const BEAT = 350;

export function showDay(main, open, desk) {
  const { shown } = open;
  const pin = el("button", { type: "button", onclick: () => {
    const { pins, changes } = state();
    const name = told(shown.dials, changes, shown.currency) || "as in the file";
    if (pins.some((other) => other.name === name)) return say(`"${name}" is pinned already.`);
    change({ pins: [...pins, { name, changes: changesOf(state()) }] });
    say(`Pinned: ${name}. See Compare.`);
  } }, "Pin");
  const keep = el("button", { type: "button", onclick: async () => {
    try {
      await api.keep(open.name, changesOf(state()), open.version);
      await desk.reload(true);
      say("Written into scenario.toml; its comments are as they were.");
    } catch (error) {
      say(error.message, true);
    }
  } }, "Write to the file");
  const { panel, follow: followDials } = dialPanel(open, [pin, keep]);
  const how = el("p", { className: "how", role: "status" });
  const figures = el("div", { className: "figures" });
  const days = el("div", { className: "days" });
  const charts = el("div", { className: "charts" });
  fill(main,
    el("h1", {}, shown.title), el("p", { className: "lead" }, shown.question),
    el("div", { className: "desk" }, panel, el("div", { className: "answer" }, how, figures, days, charts)));

  let wanted = null;
  let waiting = 0;
  let asked = "";
  let document = null;
  let player = 0;

  const ask = async () => {
    wanted?.abort();
    wanted = new AbortController();
    const { signal } = wanted;
    const changes = changesOf(state());
    how.textContent = "Looking …";
    main.classList.add("stale");
    try {
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
    } catch (error) {
      if (signal.aborted) return;
      main.setAttribute("aria-busy", "false");
      const problems = error.document?.problems ?? [];
      how.textContent = problems.length ? problems.map((problem) => `${problem.about}: ${problem.found}; allowed: ${problem.allowed}. ${problem.remedy}`).join(" ") : error.message;
    }
  };

  const draw = () => {
    fill(figures, cards(document, open.base, shown));
    drawDay();
  };

  const drawDay = () => {
    const over = document.over_the_day;
    const dates = [...new Set(over.start.map((label) => format.moment(label).date))];
    const date = dates.includes(state().day) ? state().day : dates[0];
    const places = over.start.map((_, index) => index).filter((index) => format.moment(over.start[index]).date === date);
    const isOpen = (index) => over.groups.some((group) => group.on_duty[index] > 0) || over.queues.some((queue) => queue.offered?.mean[index] > 0);
    const busy = places.filter(isOpen);
    const span = busy.length ? places.filter((index) => index >= busy[0] && index <= busy[busy.length - 1]) : places;
    const play = el("button", { type: "button", "aria-pressed": player ? "true" : "false", onclick: () => playDay(span) }, player ? "Stop" : "Play the day");
    const select = dates.length > 1
      ? el("label", {}, "Day ", el("select", { onchange: (event) => change({ day: event.target.value }) }, dates.map((one) => el("option", { value: one, selected: one === date }, format.day(one)))))
      : el("span", {}, format.day(date));
    fill(days, select, play);
    clear();
    fill(charts, dayCharts(over, span));
  };

  const playDay = (span) => {
    clearInterval(player);
    if (player) {
      player = 0;
      point(null);
      drawDay();
      return;
    }
    let at = 0;
    const over = document.over_the_day;
    player = setInterval(() => {
      if (at >= span.length) {
        clearInterval(player);
        player = 0;
        return drawDay();
      }
      point(at);
      say(momentInWords(over, span[at]));
      at += 1;
    }, BEAT);
    days.querySelector("button").textContent = "Stop";
    days.querySelector("button").setAttribute("aria-pressed", "true");
  };

  open.follow = (now) => {
    followDials(now);
    keep.disabled = now.changes.size === 0;
    const key = changesOf(now).join("\n");
    if (key === asked && document) return drawDay();
    asked = key;
    main.setAttribute("aria-busy", "true");
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  };
  return () => {
    wanted?.abort();
    clearTimeout(waiting);
    clearInterval(player);
    clear();
    main.removeAttribute("aria-busy");
    main.classList.remove("stale");
  };
}

/** An interval of the day in a sentence. */
function momentInWords(over, index) {
  const queue = (one) => `${format.name(one.name)}: ${format.number(one.offered?.mean[index] ?? 0)} come, ${format.number(one.mean_queue?.mean[index] ?? 0, 1)} wait, ${format.percent(one.service_level?.mean[index] ?? null, 0)} in time`;
  return `${format.moment(over.start[index]).clock} · ${over.queues.map(queue).join(" · ")}`;
}

/** A number with what it was in the file, if that was another. */
function figure(kind, name, now, before, currency) {
  const wasOther = before && before.mean !== null && now && now.mean !== null && Math.abs(now.mean - before.mean) > 1e-9;
  return el("div", { className: "figure" }, el("dt", {}, name),
    el("dd", {}, format.estimate(kind, now, currency), wasOther ? el("small", {}, `in the file ${format.value(kind, before.mean, currency)}`) : null));
}

/** What became of a promise; null where there is none. */
const VERDICTS = { kept: (promise) => `${promise} kept`, missed: (promise) => `${promise} missed`, unclear: (promise) => `${promise} unclear` };

/** The numbers that matter, by queue and group and for the whole. */
function cards(now, base, shown) {
  const { currency } = shown;
  const queues = now.queues.map((queue, index) => {
    const before = base?.queues[index];
    const promise = shown.queues[index]?.promise;
    const words = promise ? `promise of ${format.percent(promise, 0)}` : "promise";
    const verdict = VERDICTS[queue.verdict] ? el("span", { className: `verdict ${queue.verdict}` }, VERDICTS[queue.verdict](words)) : null;
    const isDeferred = queue.backlog_at_end?.mean !== null && queue.backlog_at_end?.mean !== undefined;
    return el("section", { className: "card" }, el("h2", {}, format.name(queue.name), " ", verdict), el("dl", {},
      figure("share", `Within ${format.duration(queue.within_s)}`, queue.service_level, before?.service_level),
      isDeferred ? figure("number", "Left undone at the end", queue.backlog_at_end, before?.backlog_at_end) : figure("share", "Hang up", queue.abandonment, before?.abandonment),
      figure("seconds", "Mean wait", queue.mean_wait_s, before?.mean_wait_s),
      figure("number", "Contacts", queue.offered, before?.offered)));
  });
  const groups = now.groups.map((group, index) => el("section", { className: "card" }, el("h2", {}, format.name(group.name)), el("dl", {},
    figure("share", "Busy", group.occupancy, base?.groups[index]?.occupancy),
    figure("hours", "Paid", group.paid_hours, base?.groups[index]?.paid_hours),
    figure("money", "Cost", group.cost, base?.groups[index]?.cost, currency),
    hours(now.over_the_day.groups[index], shown.interval_minutes))));
  const total = el("section", { className: "card total" }, el("h2", {}, "All together"), el("dl", {},
    figure("share", "In time", now.total.service_level, base?.total.service_level),
    figure("hours", "Paid", now.total.paid_hours, base?.total.paid_hours),
    figure("money", "Cost", now.total.cost, base?.total.cost, currency),
    figure("number", "Contacts lost", now.total.lost, base?.total.lost)));
  return [total, queues, groups];
}

/** Hours on duty beside those that the formula asks for. */
function hours(group, minutes) {
  const sum = (list) => `${format.number(list.reduce((all, one) => all + one, 0) * minutes / 60)} h`;
  const row = (name, list) => el("div", { className: "figure" }, el("dt", {}, name), el("dd", {}, sum(list)));
  return [row("On duty", group.on_duty), row("Needed, by formula", group.needed_by_formula)];
}

/** The charts over the intervals of a day. */
function dayCharts(over, span) {
  const labels = span.map((index) => format.moment(over.start[index]).clock);
  const part = (list) => span.map((index) => list[index] ?? null);
  const lines = (key) => over.queues.filter((queue) => queue[key]).map((queue) => ({ name: format.name(queue.name), mean: part(queue[key].mean), half_width: part(queue[key].half_width) }));
  const people = over.groups.map((group) => [`Agents: ${format.name(group.name)}`, null, [
    { name: "on duty", mean: part(group.on_duty), isStepped: true },
    { name: "needed, by formula", mean: part(group.needed_by_formula), isStepped: true, isDashed: true },
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

