// Charts over the day, each with its table: what is drawn can be read.

import { el, table } from "./elements.js";
import * as format from "./format.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const colours = () =>
  dark.matches
    ? { ink: "#e6e9ed", dim: "#a9b3be", grid: "#39424c", lines: ["#6cb6ff", "#ffb454", "#7ee0b5", "#f08bb4", "#c7a6ff", "#e2d36b"] }
    : { ink: "#262c33", dim: "#4b535c", grid: "#e4e8ec", lines: ["#005f9e", "#b34700", "#0b7a53", "#a3195b", "#6a3fb5", "#6b5d00"] };

const faint = (colour) => `${colour}33`;
let drawn = [];

/** Takes away what was drawn before: in an element, or everywhere. */
export function clear(within = document.body) {
  const [gone, rest] = [drawn.filter((plot) => within.contains(plot.root)), drawn.filter((plot) => !within.contains(plot.root))];
  for (const plot of gone) plot.destroy();
  drawn = rest;
}

/** Places the cursor of all charts at an interval; none for null. */
export function point(index) {
  for (const chart of drawn) {
    const left = index === null ? -10 : chart.valToPos(index, "x");
    chart.setCursor({ left, top: 10 }, false);
  }
}

/**
 * A chart: a line for each of its series over the intervals of `labels`, with a band where a series has half-widths.
 * `kind` says how values are written; a series is { name, mean, half_width?, isStepped?, isDashed? }.
 */
export function chart({ title, note, labels, heading = "From", series, kind, currency = "", most, least = 0 }) {
  const palette = colours();
  const figure = el("figure", { className: "chart" });
  const caption = el("figcaption", {}, title, note ? el("span", { className: "note" }, ` ${note}`) : null);
  const place = el("div", { className: "plot", role: "img", "aria-label": `${title}: ${summary(series, kind, currency)}. The table below has all values.` });
  const legend = el("ul", { className: "legend" }, series.map((one, index) => {
    const sample = el("span", { className: one.isDashed ? "sample dashed" : "sample" });
    sample.style.setProperty("--line", palette.lines[index % palette.lines.length]);
    return el("li", {}, sample, one.name);
  }));
  const columns = [heading, ...series.map((one) => one.name)];
  const rows = () => labels.map((label, at) => [label, ...series.map((one) =>
    format.estimate(kind, { mean: one.mean[at], half_width: one.half_width?.[at] }, currency))]);
  const details = el("details", { ontoggle: (event) => {
    if (event.target.open && !event.target.querySelector("table")) event.target.append(table(title, columns, rows()));
  } }, el("summary", {}, "Table"));
  figure.append(caption, legend, place, details);

  const data = [labels.map((_, index) => index)];
  const options = [{ value: (_, at) => labels[at] ?? "" }];
  const bands = [];
  series.forEach((one, index) => {
    const stroke = palette.lines[index % palette.lines.length];
    const paths = one.isStepped ? uPlot.paths.stepped({ align: 1 }) : undefined;
    data.push(one.mean);
    options.push({ label: one.name, stroke, width: 2, paths, dash: one.isDashed ? [6, 4] : undefined, points: { show: false } });
    if (one.half_width?.some((width) => width > 0)) {
      const edge = (sign) => one.mean.map((mean, at) => (mean === null || one.half_width[at] === null ? null : mean + sign * one.half_width[at]));
      data.push(edge(1), edge(-1));
      options.push({ stroke: "transparent", points: { show: false } }, { stroke: "transparent", points: { show: false } });
      bands.push({ series: [data.length - 2, data.length - 1], fill: faint(stroke) });
    }
  });
  const scale = (value) => (kind === "share" ? `${format.number(100 * value)} %` : kind === "seconds" ? format.duration(value) : kind === "money" ? format.short(value) : format.number(value, Math.abs(value) < 10 && value % 1 !== 0 ? 1 : 0));
  const spaced = (plot) => labels.map((_, index) => index).filter((index) => index % Math.max(1, Math.ceil((labels.length * 58) / plot.width)) === 0);
  const axis = { stroke: palette.dim, grid: { stroke: palette.grid, width: 1 }, ticks: { stroke: palette.grid, width: 1 }, font: "12px system-ui, sans-serif" };
  const highest = () => Math.max(1e-9, ...data.slice(1).flat().filter((value) => value !== null));
  const draw = () => {
    if (!place.isConnected) return;
    const width = Math.max(260, place.clientWidth);
    const plot = new uPlot({
      width, height: 190, series: options, bands, legend: { show: false }, cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
      scales: { x: { time: false, range: [0, Math.max(1, labels.length - 1)] }, y: { range: [least, most ?? highest() * 1.05] } },
      axes: [
        { ...axis, splits: spaced, values: (_, splits) => splits.map((at) => labels[at] ?? "") },
        { ...axis, size: 58, values: (_, splits) => splits.map(scale) },
      ],
    }, data, place);
    // What is said once in words is not said by each part of the picture.
    plot.root.setAttribute("aria-hidden", "true");
    drawn.push(plot);
    new ResizeObserver(() => plot.setSize({ width: Math.max(260, place.clientWidth), height: 190 })).observe(place);
  };
  // The place has its width when it stands in the page.
  requestAnimationFrame(draw);
  return figure;
}

/** What a chart shows, in a sentence. */
function summary(series, kind, currency) {
  return series.map((one) => {
    const known = one.mean.filter((value) => value !== null);
    if (known.length === 0) return `${one.name}: nothing`;
    return `${one.name} between ${format.value(kind, Math.min(...known), currency)} and ${format.value(kind, Math.max(...known), currency)}`;
  }).join("; ");
}
