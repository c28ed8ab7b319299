// What is being looked at. All of it stands in the address, so that a link leads to it and the browser's way back undoes a change.
//
//   #/peak_season/day?set=queue.orders.volume.factor=1.1&pin=twenty+more|queue.orders.volume.factor=1.2

/** Parts of a scenario's desk. */
export const TABS = ["day", "compare", "schedule", "roster", "plan", "runs", "file"];

/** Reads an address. */
export function read(hash) {
  const [path, query = ""] = hash.replace(/^#/, "").split("?", 2);
  const [, scenario = "", tab = ""] = path.split("/");
  const parameters = new URLSearchParams(query);
  const changes = new Map();
  for (const text of parameters.getAll("set")) {
    const cut = text.lastIndexOf("=");
    if (cut > 0) changes.set(text.slice(0, cut), text.slice(cut + 1));
  }
  const pins = parameters.getAll("pin").map((text) => {
    const [name, ...values] = text.split("|");
    return { name, changes: values.filter((value) => value !== "") };
  });
  const [day, file] = [parameters.get("on"), parameters.get("text")];
  return { scenario: decode(scenario), tab: TABS.includes(tab) ? tab : "day", changes, pins, day, file };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Writes an address. */
export function write({ scenario, tab, changes, pins, day, file }) {
  if (!scenario) return "#/";
  const parameters = new URLSearchParams();
  for (const [key, value] of changes) parameters.append("set", `${key}=${value}`);
  for (const pin of pins) parameters.append("pin", [pin.name, ...pin.changes].join("|"));
  if (day) parameters.set("on", day);
  if (file && tab === "file") parameters.set("text", file);
  const query = parameters.toString();
  return `#/${encodeURIComponent(scenario)}/${tab}${query ? `?${query}` : ""}`;
}

let listener = () => {};
let current = read(location.hash);

/** What is being looked at now. */
export const state = () => current;

/** Calls `changed(state)` whenever something else is looked at. */
export function onChange(changed) {
  listener = changed;
  const follow = () => {
    current = read(location.hash);
    listener(current);
  };
  window.addEventListener("popstate", follow);
  window.addEventListener("hashchange", () => write(current) !== location.hash && follow());
}

/** How many steps can be undone, and whether one that was undone can be done again. */
export const depth = () => history.state?.depth ?? 0;
let undone = 0;
export const canRedo = () => undone > 0;

/** Looks at something else: a step that can be undone, unless it only goes on with the one before (`isMoving`: a dial that is held). */
export function change(changes, isMoving = false) {
  current = { ...current, ...changes };
  const address = write(current);
  if (isMoving) history.replaceState({ depth: depth() }, "", address);
  else if (address !== location.hash || !history.state) {
    history.pushState({ depth: depth() + 1 }, "", address);
    undone = 0;
  }
  listener(current);
}

export function undo() {
  if (depth() === 0) return;
  undone += 1;
  history.back();
}

export function redo() {
  if (undone === 0) return;
  undone -= 1;
  history.forward();
}

/** The values that are laid over the scenario, as `--set` takes them. */
export const changesOf = ({ changes }) => [...changes].map(([key, value]) => `${key}=${value}`);
