// Requests to the server that this page came from.

/** A refusal, with what the server said of it. */
export class Refusal extends Error {
  constructor(status, document) {
    super(document.error || `the server answers ${status}`);
    this.status = status;
    this.document = document;
  }
}

async function ask(path, options = {}) {
  const response = await fetch(path, options);
  const document = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, document);
  return document;
}

const send = (method, path, body, signal) =>
  ask(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal });

const at = (name, rest = "") => `/api/scenarios/${encodeURIComponent(name)}${rest}`;

export const about = () => ask("/api/desk");
export const scenarios = () => ask("/api/scenarios");
export const create = (name, template) => send("POST", "/api/scenarios", { name, template });
export const open = (name) => ask(at(name));
export const text = (name, file) => ask(at(name, `/texts/${encodeURIComponent(file)}`));
export const save = (name, file, text, version) => send("PUT", at(name, `/texts/${encodeURIComponent(file)}`), { text, version });
export const check = (name, file, text, signal) => send("POST", at(name, `/texts/${encodeURIComponent(file)}/check`), { text }, signal);
export const upload = (id, file) => ask(`/api/uploads/${id}/${encodeURIComponent(file.name)}`, { method: "PUT", body: file });
export const importFiles = (wish) => send("POST", "/api/imports", wish);
export const keep = (name, changes, version) => send("POST", at(name, "/keep"), { changes, version });
export const compare = (name, variants, signal) => send("POST", at(name, "/compare"), { variants }, signal);
export const checkRoster = (name, roster, signal) => send("POST", at(name, "/roster/check"), { roster, changes: [] }, signal);
export const runs = () => ask("/api/runs");
export const run = (id) => ask(`/api/runs/${id}`);
export const begin = (scenario, kind, changes, who) => send("POST", "/api/runs", { scenario, kind, changes, who, locale: navigator.language });
export const again = (id, who) => send("POST", `/api/runs/${id}/again`, { who });
export const cancel = (id) => send("DELETE", `/api/runs/${id}`);
export const answers = (name) => ask(at(name, "/answers"));
export const fileText = async (id, name) => (await fetch(fileOf(id, name))).text();
export const fileDocument = (id, name) => ask(fileOf(id, name));
export const fileOf = (id, name) => `/api/runs/${id}/files/${name.split("/").map(encodeURIComponent).join("/")}`;

const setting = (changes) => changes.map((change) => `set=${encodeURIComponent(change)}`).join("&");
export const firstPlan = (name, changes, signal) => ask(at(name, `/plan?${setting(changes)}`), { signal });

/** Looks at a scenario with values laid over it: `see(document, isLast)` for each, until the signal says that nobody wants more. */
export async function looks(name, changes, see, signal) {
  const response = await fetch(at(name, `/answer?${setting(changes)}`), { signal });
  if (!response.ok) throw new Refusal(response.status, await response.json().catch(() => ({})));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split("\n\n");
    text = events.pop();
    for (const event of events) {
      const field = (key) => event.split("\n").filter((line) => line.startsWith(`${key}: `)).map((line) => line.slice(key.length + 2)).join("\n");
      if (field("data")) see(JSON.parse(field("data")), field("event") === "last");
    }
  }
}

/** Listens to what becomes of runs, while the page is looked at; ends when the function that it returns is called. */
export function news(see) {
  let source = null;
  const listen = () => {
    source?.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource("/api/runs/news");
    source.addEventListener("runs", (event) => see(JSON.parse(event.data)));
  };
  document.addEventListener("visibilitychange", listen);
  listen();
  return () => {
    document.removeEventListener("visibilitychange", listen);
    source?.close();
  };
}
