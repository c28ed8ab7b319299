// The two pictures of the README: node pictures.mjs

import { fileURLToPath } from "node:url";
import { browser, serve } from "./server.mjs";

const PICTURES = {
  readme_day: "#/peak_season/day?set=queue.orders.volume.factor%3D1.1",
  readme_compare: "#/peak_season/compare?pin=10+%25+more+orders%7Cqueue.orders.volume.factor%3D1.1&pin=and+two+more+people%7Cqueue.orders.volume.factor%3D1.1%7Cgroup.order_desk.on_duty.more%3D2",
};

const server = await serve(["peak_season"]);
const chrome = await browser();
const page = await chrome.newPage({ locale: "en-GB", viewport: { width: 1280, height: 1000 } });
for (const [name, address] of Object.entries(PICTURES)) {
  await page.goto(server.page + address);
  await page.locator(name === "readme_day" ? ".card.total small" : ".verdict").first().waitFor({ timeout: 120_000 });
  await page.locator('main:not([aria-busy="true"])').waitFor();
  await page.screenshot({ path: fileURLToPath(new URL(`pictures/${name}.png`, import.meta.url)), animations: "disabled" });
}
await chrome.close();
server.stop();
