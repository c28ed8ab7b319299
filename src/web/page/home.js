// All scenarios of the folder, and templates to begin with.

import * as api from "./api.js";
import { el, fill, say } from "./elements.js";
import { change } from "./state.js";

export async function showHome(main) {
  const [about, list] = await Promise.all([api.about(), api.scenarios()]);
  const go = (scenario) => change({ scenario, tab: "day", changes: new Map(), pins: [], day: null });
  const cards = list.scenarios.map(({ name, question }) =>
    el("li", {}, el("a", { href: `#/${encodeURIComponent(name)}/day` }, name), el("p", {}, question)));
  const name = el("input", { id: "new-name", required: true, maxLength: 100, autocomplete: "off" });
  const template = el("select", { id: "new-template" }, about.templates.map((one) => el("option", { value: one.name }, one.name)));
  const question = el("p", { className: "note" });
  const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const tell = () => (question.textContent = sentence(about.templates.find((one) => one.name === template.value)?.question ?? ""));
  template.addEventListener("change", tell);
  tell();
  const form = el("form", { onsubmit: async (event) => {
    event.preventDefault();
    try {
      await api.create(name.value.trim(), template.value);
      go(name.value.trim());
    } catch (error) {
      say(error.message, true);
    }
  } },
  el("label", { htmlFor: "new-template" }, "Begin with"), template, question,
  el("label", { htmlFor: "new-name" }, "and call it"), name,
  el("button", { type: "submit", className: "main" }, "Make it"));
  fill(main,
    el("h1", {}, "What will happen, who should work when, what to ask for"),
    el("div", { className: "home" },
      el("section", {}, el("h2", {}, cards.length ? "Your scenarios" : "No scenarios yet"),
        cards.length ? el("ul", { className: "cards" }, cards)
          : el("p", {}, "A scenario says who calls, who answers and what you promise. Begin with one that resembles yours, and change its numbers.")),
      el("section", {}, el("h2", {}, "A new scenario"), form),
    ),
    el("p", { className: "note" }, `callboard ${about.version}, folder ${about.folder}`));
  return () => {};
}
