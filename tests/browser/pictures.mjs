// Takes the pictures of docs/pictures: each view as a reader meets it first.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { browser as launch, demo, open, root, serve } from "./served.mjs";
import { views } from "./views.mjs";

const out = join(root, "docs/pictures");
mkdirSync(out, { recursive: true });
const browser = await launch();
const served = await serve(demo());

async function picture(name, path, options, prepare) {
  const page = await open(browser, options);
  await page.goto(served.address + path);
  await prepare?.(page);
  await page.screenshot({ path: join(out, `${name}.png`) });
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
  await page.locator(`.story > .${part}`).screenshot({ path: join(out, `story-${part}.png`) });
  await page.context().close();
}
await browser.close();
await served.stop();
