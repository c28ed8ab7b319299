// A server of a folder with some of the shipped scenarios, and a browser to look at it.

import { chromium } from "playwright-core";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const CALLBOARD = process.env.CALLBOARD ?? join(root, "target/release/callboard");

/** A server, the folder that it serves, and how to end it. */
export async function serve(scenarios) {
  const folder = mkdtempSync(join(tmpdir(), "callboard-page-"));
  for (const name of scenarios) cpSync(join(root, "scenarios", name), join(folder, name), { recursive: true });
  const child = spawn(CALLBOARD, ["serve", folder], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((resolve, reject) => {
    child.stdout.once("data", (bytes) => resolve(String(bytes)));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const stop = () => {
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  return { page: line.split(" at ")[1].trim(), folder, stop };
}

/** A browser that is on this machine. */
export function browser() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const places = (process.env.PATH ?? "").split(delimiter);
  const found = process.env.BROWSER ?? names.flatMap((name) => places.map((place) => join(place, name))).find(existsSync);
  if (!found) throw new Error("no browser: install chromium, or say with BROWSER=… where one is");
  // Where tests run as root, there is no sandbox.
  return chromium.launch({ executablePath: found, args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])] });
}
