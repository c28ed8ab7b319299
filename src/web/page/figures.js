// Cards with the numbers that matter, and what each of them was before.

import { el } from "./elements.js";
import * as format from "./format.js";

/** A card: its title, and figures below it. */
export const card = (title, ...figures) => el("section", { className: "card" }, el("h2", {}, title), el("dl", {}, figures));

/** The card of what is said of all together. */
export function total(title, ...figures) {
  const all = card(title, ...figures);
  all.classList.add("total");
  return all;
}

/** A name with what is told of it. */
export const row = (name, text) => el("div", { className: "figure" }, el("dt", {}, name), el("dd", {}, text));

/** An estimate with what it was in the file, if that was another. */
export function figure(kind, name, now, before, currency) {
  const wasOther = before && before.mean !== null && now && now.mean !== null && Math.abs(now.mean - before.mean) > 1e-9;
  return row(name, [format.estimate(kind, now, currency), wasOther ? el("small", {}, `in the file ${format.value(kind, before.mean, currency)}`) : null].filter(Boolean));
}

/** The same for a number without a margin. */
export const number = (kind, name, now, before, currency) =>
  figure(kind, name, { mean: now }, before === undefined ? null : { mean: before }, currency);

/** What became of a promise; nothing where there is none. */
const VERDICTS = { kept: (promise) => `${promise} kept`, missed: (promise) => `${promise} missed`, unclear: (promise) => `${promise} unclear` };

/** A card for each queue of a simulation, beside those of the file. */
export function queueCards(queues, base, shown) {
  return queues.map((queue, index) => {
    const before = base?.[index];
    const promise = shown.queues[index]?.promise;
    const words = promise ? `promise of ${format.percent(promise, 0)}` : "promise";
    const verdict = VERDICTS[queue.verdict] ? el("span", { className: `verdict ${queue.verdict}` }, VERDICTS[queue.verdict](words)) : "";
    const isDeferred = queue.backlog_at_end?.mean !== null && queue.backlog_at_end?.mean !== undefined;
    return card([format.name(queue.name), " ", verdict],
      figure("share", `Within ${format.duration(queue.within_s)}`, queue.service_level, before?.service_level),
      isDeferred ? figure("number", "Left undone at the end", queue.backlog_at_end, before?.backlog_at_end) : figure("share", "Hang up", queue.abandonment, before?.abandonment),
      figure("seconds", "Mean wait", queue.mean_wait_s, before?.mean_wait_s),
      figure("number", "Contacts", queue.offered, before?.offered));
  });
}
