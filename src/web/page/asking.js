// A question about what is looked at: asked a moment after the last change, and given up when something else is asked.

import { changesOf, state } from "./state.js";

/** Problems of values in words; what a refusal says of itself where it names none. */
const problems = (error) =>
  error.document?.problems?.map((problem) => `${problem.about}: ${problem.found}; allowed: ${problem.allowed}. ${problem.remedy}`).join(" ") || error.message;

/**
 * `ask(changes, signal)` gets the answer and shows it; `how` tells how the answer stands, and why there is none. `pause` milliseconds between two
 * moves of a dial are still one question. Until the answer is there the page is busy, and what it shows is stale.
 */
export function question(main, how, pause, ask) {
  let wanted = null;
  let waiting = 0;
  let asked = null;
  const settled = () => {
    main.classList.remove("stale");
    main.setAttribute("aria-busy", "false");
  };
  const run = async () => {
    wanted?.abort();
    wanted = new AbortController();
    const { signal } = wanted;
    how.textContent = "Looking …";
    main.classList.add("stale");
    try {
      await ask(changesOf(state()), signal);
    } catch (error) {
      if (signal.aborted) return;
      how.textContent = problems(error);
    }
    if (!signal.aborted) settled();
  };
  return {
    /** Asks, if the values are others than before; returns whether. */
    follow(now) {
      const key = changesOf(now).join("\n");
      if (key === asked) return false;
      asked = key;
      main.setAttribute("aria-busy", "true");
      clearTimeout(waiting);
      waiting = setTimeout(run, pause);
      return true;
    },
    leave() {
      wanted?.abort();
      clearTimeout(waiting);
      main.removeAttribute("aria-busy");
      main.classList.remove("stale");
    },
  };
}
