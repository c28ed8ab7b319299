// The texts of the scenario, its own and its tables, with their problems at their places.

import * as api from "./api.js";
import { el, fill, say } from "./elements.js";
import { change } from "./state.js";

/** Milliseconds without a key after which the text is checked. */
const PAUSE = 300;
const OWN = "scenario.toml";

export function showFile(main, open, desk) {
  /** What is open: the name of the file, its text as it was saved, and its version. */
  let file = { name: OWN, text: open.text, version: open.version };
  /** Where to go when the file is there that a problem stands in. */
  let target = null;
  const lines = el("pre", { className: "lines", "aria-hidden": "true" });
  const text = el("textarea", { id: "text", spellcheck: false, wrap: "off", value: open.text, autocomplete: "off" });
  text.setAttribute("aria-describedby", "problems");
  const problems = el("div", { id: "problems", "aria-live": "polite" });
  const save = el("button", { type: "button", className: "main", onclick: () => keep() }, "Save");
  const back = el("button", { type: "button", onclick: () => { text.value = file.text; changed(); } }, "As it was saved");
  const select = el("select", { onchange: () => change({ file: select.value }) }, open.texts.map((name) => el("option", { value: name }, name)));
  fill(main, el("h1", {}, open.shown?.title ?? open.name),
    el("div", { className: "buttons" }, el("label", {}, "File ", select), save, back),
    el("div", { className: "editor" }, lines, el("label", { className: "hidden", htmlFor: "text" }, "Text of the file"), text), problems);

  let waiting = 0;
  let wanted = null;
  const number = () => (lines.textContent = text.value.split("\n").map((_, index) => index + 1).join("\n"));
  text.addEventListener("scroll", () => (lines.scrollTop = text.scrollTop));

  /** Goes to a place of the text. */
  const goTo = (line, column) => {
    const all = text.value.split("\n");
    const before = all.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const at = Math.min(text.value.length, before + Math.max(0, column - 1));
    text.focus();
    text.setSelectionRange(at, Math.min(text.value.length, at + 1));
    text.scrollTop = Math.max(0, ((line - 6) * text.scrollHeight) / Math.max(1, all.length));
  };
  const place = (problem) => {
    const name = problem.file.split("/").pop();
    if (!problem.line || !open.texts.includes(name)) return problem.line ? `${name}, line ${problem.line}` : name;
    const go = () => {
      if (name === file.name) return goTo(problem.line, problem.column);
      target = problem;
      change({ file: name });
    };
    return el("button", { type: "button", className: "link", onclick: go }, `${name}, line ${problem.line}`);
  };
  const show = (found) => fill(problems, found.length === 0 ? el("p", { className: "note" }, "No problems.") : [
    el("h2", {}, found.length === 1 ? "One problem" : `${found.length} problems`),
    el("ol", { className: "problems" }, found.map((problem) => el("li", {}, place(problem),
      ` ${problem.about}: found ${problem.found}; allowed: ${problem.allowed}. `, el("em", {}, problem.remedy)))),
  ]);
  const check = async () => {
    wanted?.abort();
    wanted = new AbortController();
    const { signal } = wanted;
    try {
      const { problems: found } = await api.check(open.name, file.name, text.value, signal);
      show(found);
    } catch (error) {
      if (!signal.aborted) say(error.message, true);
    }
  };
  const changed = () => {
    number();
    const isSame = text.value === file.text;
    save.disabled = isSame;
    back.disabled = isSame;
    clearTimeout(waiting);
    waiting = setTimeout(check, PAUSE);
  };
  const keep = async () => {
    try {
      const { version } = await api.save(open.name, file.name, text.value, file.version);
      file = { ...file, text: text.value, version };
      await desk.reload(false);
      say(`${file.name} is saved.`);
    } catch (error) {
      if (error.status === 422 && error.document.problems) {
        show(error.document.problems);
        say("Not saved: it has problems.", true);
      } else if (error.status === 409) {
        say(`Not saved: ${error.message}. Copy what you wrote, and open the page again.`, true);
      } else say(error.message, true);
    }
  };
  const load = async (name) => {
    if (text.value !== file.text && !confirm(`What you wrote in ${file.name} is not saved. Leave it?`)) {
      change({ file: file.name }, true);
      return;
    }
    try {
      file = { name, ...(await api.text(open.name, name)) };
      text.value = file.text;
      changed();
      if (target) goTo(target.line, target.column);
      target = null;
    } catch (error) {
      say(error.message, true);
    }
  };
  text.addEventListener("input", changed);
  text.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      if (!save.disabled) keep();
    }
  });
  changed();
  if (open.problems.length) show(open.problems);
  open.follow = (now) => {
    const name = open.texts.includes(now.file) ? now.file : OWN;
    select.value = name;
    if (name !== file.name) load(name);
  };
  const warn = (event) => text.value !== file.text && event.preventDefault();
  window.addEventListener("beforeunload", warn);
  return () => {
    clearTimeout(waiting);
    wanted?.abort();
    window.removeEventListener("beforeunload", warn);
  };
}
