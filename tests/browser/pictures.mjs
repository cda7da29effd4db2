// Takes the pictures of docs/pictures: each view as a reader meets it first.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { browser as launch, demo, open, rashomon, root, serve } from "./served.mjs";
import { views } from "./views.mjs";

const out = join(root, "docs/pictures");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const browser = await launch();
const file = demo();
// so that there is something that changed
rashomon("add", "tests/browser/accounts/lantern-gazette.html", "--case", file, "--quiet");
const served = await serve(file);

/** Keeps a picture as WebP, which is a fifth of the PNG that the browser takes. */
async function keep(name, png) {
  const page = await open(browser);
  const webp = await page.evaluate(async (png) => {
    const bitmap = await createImageBitmap(await (await fetch(png)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.75 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, `data:image/png;base64,${png.toString("base64")}`);
  writeFileSync(join(out, `${name}.webp`), Buffer.from(webp));
  await page.context().close();
}

async function picture(name, path, options, prepare) {
  const page = await open(browser, options);
  await page.goto(served.address + path);
  await prepare?.(page);
  await keep(name, await page.screenshot());
  await page.context().close();
}

const desk = { viewport: { width: 1180, height: 900 } };
const phone = { viewport: { width: 390, height: 780 } };
const all = await views(served.address);
for (const { name, path } of all) await picture(name, path, desk);
const story = all.find((view) => view.name === "story").path;
await picture("story-dark", story, { ...desk, colorScheme: "dark" });
await picture("story-phone", story, phone, (page) => page.evaluate(() => document.querySelector(".facts").scrollIntoView()));
await picture("story-passage", story, desk, async (page) => {
  await page.evaluate(() => document.querySelector(".facts").scrollIntoView());
  await page.locator(".facts button.cell").nth(5).click();
});
for (const part of ["timeline", "places", "repeats"]) {
  const page = await open(browser, desk);
  await page.goto(served.address + story);
  await keep(`story-${part}`, await page.locator(`.story > .${part}`).screenshot());
  await page.context().close();
}
await browser.close();
await served.stop();
