// Pictures of the page, compared with those that were looked at: only gross changes are told, not another font.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("pictures/", import.meta.url));
/** Cells across and down in which two pictures are compared. */
const CELLS = [48, 36];
/** Difference of the mean brightness of a cell, of 255, above which it looks otherwise. */
const OTHERWISE = 24;
/** Share of the cells that may look otherwise. */
const MAY = 0.08;

/** Shares of the cells of two pictures, as PNG, that look otherwise; 1 where their sizes are far apart. */
function otherwise(page, one, other) {
  return page.evaluate(async ([sources, [across, down], limit]) => {
    const greys = [];
    const sizes = [];
    for (const source of sources) {
      const image = new Image();
      image.src = source;
      await image.decode();
      sizes.push([image.width, image.height]);
      const canvas = new OffscreenCanvas(across, down);
      const context = canvas.getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, across, down);
      const { data } = context.getImageData(0, 0, across, down);
      greys.push(Array.from({ length: across * down }, (_, cell) => (data[4 * cell] + data[4 * cell + 1] + data[4 * cell + 2]) / 3));
    }
    if (sizes[0].some((size, axis) => Math.abs(size / sizes[1][axis] - 1) > 0.15)) return 1;
    return greys[0].filter((grey, cell) => Math.abs(grey - greys[1][cell]) > limit).length / greys[0].length;
  }, [[one, other].map((bytes) => `data:image/png;base64,${bytes.toString("base64")}`), CELLS, OTHERWISE]);
}

/** Compares what a page looks like with the picture of that name; with LOOK=new, the picture is made anew. */
export async function looksAsBefore(page, name) {
  const now = await page.screenshot({ animations: "disabled" });
  const path = `${folder}${name}.png`;
  if (process.env.LOOK === "new") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, now);
    return;
  }
  if (!existsSync(path)) throw new Error(`there is no picture ${name}: LOOK=new makes it, then look at it`);
  const blank = await page.context().newPage();
  const share = await otherwise(blank, readFileSync(path), now);
  await blank.close();
  if (share > MAY) {
    writeFileSync(`${folder}${name}.now.png`, now);
    throw new Error(`${name} looks otherwise in ${Math.round(100 * share)} % of its cells: see ${name}.now.png`);
  }
}
