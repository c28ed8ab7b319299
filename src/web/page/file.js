// The text of the scenario, with its problems at their places.

import * as api from "./api.js";
import { el, fill, say } from "./elements.js";

/** Milliseconds without a key after which the text is checked. */
const PAUSE = 300;

export function showFile(main, open, desk) {
  const lines = el("pre", { className: "lines", "aria-hidden": "true" });
  const text = el("textarea", { id: "text", spellcheck: false, wrap: "off", value: open.text, "aria-describedby": "problems", autocomplete: "off" });
  const problems = el("div", { id: "problems", "aria-live": "polite" });
  const save = el("button", { type: "button", className: "main", onclick: () => keep() }, "Save");
  const back = el("button", { type: "button", onclick: () => { text.value = open.text; changed(); } }, "As it was saved");
  fill(main, el("h1", {}, `${open.name}/scenario.toml`),
    el("div", { className: "buttons" }, save, back),
    el("div", { className: "editor" }, lines, el("label", { className: "hidden", htmlFor: "text" }, "Text of the scenario"), text), problems);

  let waiting = 0;
  let wanted = null;
  const number = () => (lines.textContent = text.value.split("\n").map((_, index) => index + 1).join("\n"));
  text.addEventListener("scroll", () => (lines.scrollTop = text.scrollTop));

  /** Where a line begins, and the place of a column in it. */
  const goTo = (line, column) => {
    const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const at = Math.min(text.value.length, before + Math.max(0, column - 1));
    text.focus();
    text.setSelectionRange(at, at + 1);
    const height = text.scrollHeight / Math.max(1, text.value.split("\n").length);
    text.scrollTop = Math.max(0, (line - 6) * height);
  };
  const show = (found) => fill(problems, found.length === 0 ? el("p", { className: "note" }, "No problems.") : [
    el("h2", {}, found.length === 1 ? "One problem" : `${found.length} problems`),
    el("ol", { className: "problems" }, found.map((problem) => el("li", {},
      el("button", { type: "button", className: "link", disabled: problem.line === 0 || !problem.file.endsWith("scenario.toml"), onclick: () => goTo(problem.line, problem.column) },
        problem.line ? `${problem.file}, line ${problem.line}` : problem.file),
      ` ${problem.about}: found ${problem.found}; allowed: ${problem.allowed}. `, el("em", {}, problem.remedy)))),
  ]);
  const check = async () => {
    wanted?.abort();
    wanted = new AbortController();
    const { signal } = wanted;
    try {
      const { problems: found } = await api.check(open.name, text.value, signal);
      show(found);
    } catch (error) {
      if (!signal.aborted) say(error.message, true);
    }
  };
  const changed = () => {
    number();
    const isSame = text.value === open.text;
    save.disabled = isSame;
    back.disabled = isSame;
    clearTimeout(waiting);
    waiting = setTimeout(check, PAUSE);
  };
  const keep = async () => {
    try {
      await api.save(open.name, text.value, open.version);
      say("Saved.");
      await desk.reload(false);
    } catch (error) {
      if (error.status === 422 && error.document.problems) {
        show(error.document.problems);
        say("Not saved: the text has problems.", true);
      } else if (error.status === 409) {
        say(`Not saved: ${error.message}. Copy what you wrote, and open the page again.`, true);
      } else say(error.message, true);
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
  open.follow = () => {};
  const warn = (event) => text.value !== open.text && event.preventDefault();
  window.addEventListener("beforeunload", warn);
  return () => {
    clearTimeout(waiting);
    wanted?.abort();
    window.removeEventListener("beforeunload", warn);
  };
}
