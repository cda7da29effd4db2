// What a browser sees of the pages. `run` says what it needs.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { browser as launch, demo, folder, here, modules, rashomon, serve, tokens, visit } from "./served.mjs";
import { views } from "./views.mjs";

const axe = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
const specimen = process.env.SPECIMEN;

let browser, served, all, story;
before(async () => {
  browser = await launch();
  served = await serve(demo());
  all = await views(served.address);
  story = served.address + all.find((view) => view.name === "story").path;
});
after(async () => {
  await browser?.close();
  await served?.stop();
});

/** Violations of the rules for access that are serious or worse, each with the elements it is met in. */
async function barriers(page) {
  // evaluated, not added as an element: the policy of the pages allows no script of others
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter((it) => ["serious", "critical"].includes(it.impact))
    .map((it) => `${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** How far the page is wider than its window. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

describe("every view", () => {
  const kinds = [
    { kind: "on a desk", options: {} },
    { kind: "on a phone, dark", options: { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true } },
  ];
  for (const { kind, options } of kinds) {
    test(kind, async (t) => {
      const page = await visit(t, browser, options);
      for (const view of all) {
        const answer = await page.goto(served.address + view.path);
        assert.equal(answer.status(), view.status ?? 200, view.name);
        await page.locator(view.has).first().waitFor({ state: "attached" });
        assert.equal(await page.locator("h1").count(), 1, `${view.name}: one heading of the first rank`);
        assert.ok((await overflow(page)) <= 0, `${view.name} is wider than the window`);
        assert.deepEqual(await barriers(page), [], view.name);
        // a browser itself notes that an answer was an error
        const trouble = page.trouble().filter((it) => !(view.status && it.includes("Failed to load resource")));
        assert.deepEqual(trouble, [], view.name);
      }
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const bright = paper.match(/\d+/g).slice(0, 3).reduce((sum, it) => sum + Number(it), 0) > 384;
      assert.equal(bright, options.colorScheme !== "dark");
    });
  }
});

describe("a story", () => {
  test("opens its passages by keyboard, and gives the focus back", async (t) => {
    const page = await visit(t, browser);
    await page.goto(story);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    // from the skip link on, what comes next is in the page itself
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.matches("main button[popovertarget]"))) break;
    }
    const target = await page.evaluate(() => document.activeElement.getAttribute("popovertarget"));
    assert.ok(target, "a passage can be reached with the tab key");
    await page.keyboard.press("Enter");
    const passage = page.locator(`#${target}`);
    assert.ok(await passage.isVisible());
    await page.keyboard.press("Tab");
    assert.ok(await passage.evaluate((it) => it.contains(document.activeElement)), "the way into the text comes next");
    await page.keyboard.press("Escape");
    assert.ok(await passage.isHidden());
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("popovertarget")), target);
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.name), "q");
    assert.deepEqual(page.trouble(), []);
  });

  test("shows a passage under a resting mouse, and keeps it after a click", async (t) => {
    const page = await visit(t, browser);
    await page.goto(story);
    const cell = page.locator(".facts button.cell").first();
    const open = page.locator(":popover-open");
    await cell.hover();
    await open.waitFor();
    // the mouse may go over to the passage and stay there
    await open.hover();
    await page.waitForTimeout(600);
    assert.ok(await open.isVisible());
    await page.mouse.move(2, 2);
    await open.waitFor({ state: "hidden" });
    await cell.hover();
    await open.waitFor();
    await cell.click();
    await page.mouse.move(2, 2);
    await page.waitForTimeout(600);
    assert.ok(await open.isVisible());
    await page.keyboard.press("Escape");
    await open.waitFor({ state: "hidden" });
    // a click alone does what it does without the script
    await page.locator(".facts button.cell").nth(3).click();
    await page.mouse.move(2, 2);
    await page.waitForTimeout(600);
    assert.equal(await open.count(), 1);
    assert.deepEqual(page.trouble(), []);
  });

  test("has a way from each drawn day to its row, wherever that is folded", async (t) => {
    const page = await visit(t, browser);
    await page.goto(story);
    const ways = await page.locator(".timeline a[href^='#']").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    assert.ok(ways.length > 5);
    for (const way of ways) {
      await page.goto(story + way);
      assert.ok(await page.locator(way).isVisible(), way);
    }
  });

  test("is a list of facts on a phone", async (t) => {
    const page = await visit(t, browser, { viewport: { width: 390, height: 844 } });
    await page.goto(story);
    assert.ok(await page.locator(".facts thead").first().isHidden());
    const cell = page.locator(".facts button.cell").first();
    assert.match(await cell.innerText(), /\S+.*\n?.*(says|attributes|hedges|denies|reports)/);
    await cell.click();
    const open_ = page.locator(":popover-open");
    const { y, height } = await open_.boundingBox();
    assert.ok(y >= 0 && y + height <= 844, "the passage lies in the window");
  });

  test("lists its passages as numbered notes on paper", async (t) => {
    const page = await visit(t, browser);
    await page.goto(story);
    await page.emulateMedia({ media: "print" });
    const notes = page.locator("[popover]");
    assert.ok((await notes.count()) > 20);
    assert.ok(await notes.first().isVisible());
    const number = await notes.nth(4).locator("p").first().evaluate((it) => getComputedStyle(it, "::before").content);
    assert.match(number, /counter\(note\)/);
    assert.ok(await page.locator("header.site").isHidden());
  });
});

test("everything is read, searched and added without JavaScript", async (t) => {
  const page = await visit(t, browser, { javaScriptEnabled: false });
  await page.goto(`${served.address}/`);
  await page.locator(".card h2 a").last().click();
  await page.locator(".facts button.cell").first().click();
  await page.locator(":popover-open a").click();
  const cited = await page.locator("#here").innerText();
  assert.ok(cited.trim().length > 3);
  const { y } = await page.locator("#here").boundingBox();
  assert.ok(y >= 0 && y < 900, "the browser goes to the words");
  await page.locator("header input[name=q]").fill("type:nonsense");
  await page.locator("header button").click();
  assert.match(await page.locator("[role=alert]").innerText(), /PLOVER/);
  await page.goto(`${served.address}/add`);
  await page.locator("input[type=file]").setInputFiles({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("A kite fell on Quay Street. Nobody was hurt.\n") });
  await page.getByRole("button", { name: "Add files" }).click();
  assert.match(page.url(), /\/add#j\d+$/);
  assert.match(await page.locator("#jobs").innerText(), /note\.txt/);
});

test("a search is narrowed, and its hits lead to the very words", async (t) => {
  const page = await visit(t, browser);
  await page.goto(`${served.address}/search`);
  await page.locator("main input[name=q]").fill("cyberattack");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=cyberattack/);
  const total = async () => Number((await page.locator("p.counts").innerText()).match(/^\d+/)[0]);
  const before = await total();
  await page.locator(".facets a").first().click();
  assert.match(await page.locator("main input[name=q]").inputValue(), /^cyberattack \w+:/);
  const narrowed = await total();
  assert.ok(narrowed > 0 && narrowed < before, `${narrowed} of ${before}`);
  const words = await page.locator(".sentence").first().innerText();
  await page.locator(".sentence a").first().click();
  assert.equal((await page.locator("#here").innerText()).replace(/\s+/g, " ").trim(), words.replace(/\s+/g, " ").trim());
  await page.locator(".bar a").click();
  assert.equal(await page.locator(".facts").count(), 1, "and back to the story");
  assert.deepEqual(page.trouble(), []);
});

test("what is uploaded is told to whoever reads", async (t) => {
  const reader = await visit(t, browser);
  const editor = await visit(t, browser);
  // a page in the background holds no connection, and hears of it when it is looked at again
  const hidden = await visit(t, browser);
  const look = (state) => hidden.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
  await hidden.goto(`${served.address}/`);
  await look("hidden");
  await reader.goto(story);
  const accounts = await reader.locator(".counts").first().innerText();
  await editor.goto(`${served.address}/add`);
  await editor.locator("input[type=file]").setInputFiles(join(here, "accounts/lantern-gazette.html"));
  await editor.getByRole("button", { name: "Add files" }).click();
  // the list of jobs renews itself
  await editor.locator("#jobs", { hasText: /lantern-gazette\.html.*done.*1 new/s }).waitFor({ timeout: 30_000 });
  const news = reader.locator(".news");
  await news.waitFor({ timeout: 30_000 });
  assert.match(await news.innerText(), /This story was told anew/);
  assert.equal(await reader.locator(".counts").first().innerText(), accounts, "nothing moves under the reader's eyes");
  await news.locator("a").click();
  await reader.locator(".news").waitFor({ state: "hidden" });
  assert.match(await reader.locator(".counts").first().innerText(), /^7 accounts/);
  assert.ok(await hidden.locator(".news").isHidden());
  await look("visible");
  await hidden.locator(".news").waitFor({ timeout: 30_000 });
  assert.match(await hidden.locator(".news").innerText(), /A story changed/);
  await reader.goto(`${served.address}/changes`);
  const change = reader.locator(".log > li").first();
  assert.match(await change.innerText(), /told anew, telling 2/);
  assert.match(await change.innerText(), /Lantern Gazette/);
  assert.deepEqual([...reader.trouble(), ...editor.trouble()], []);
});

test("a door with tokens lets in whoever has one, each for what it allows", async (t) => {
  const { file, reader, editor } = tokens();
  const guarded = await serve(demo(), "--tokens", file);
  t.after(() => guarded.stop());
  const page = await visit(t, browser);
  await page.goto(`${guarded.address}/sign-in`);
  assert.deepEqual(await barriers(page), []);
  assert.equal(await page.locator("nav").count(), 0, "nothing of the case is at the door");
  const enter = async (token) => {
    await page.locator("input[name=token]").fill(token);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await enter("wrong");
  assert.ok(await page.locator("[role=alert]").isVisible());
  page.trouble();
  await enter(reader);
  await page.goto(`${guarded.address}/add`);
  assert.equal(await page.locator("form[method=post]").count(), 0, "a reader adds nothing");
  await page.goto(`${guarded.address}/sign-in`);
  assert.deepEqual(await barriers(page), []);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto(`${guarded.address}/sign-in`);
  await enter(editor);
  await page.goto(`${guarded.address}/add`);
  assert.equal(await page.locator("form[method=post]").count(), 3);
  assert.deepEqual(page.trouble(), []);
});

test("the page in one file needs nothing but itself", async (t) => {
  const out = folder();
  rashomon("run", "examples/vessel-register", "--out", out, "--quiet");
  const page = await visit(t, browser);
  await page.goto(`file://${join(out, "index.html")}`);
  assert.deepEqual(await barriers(page), []);
  await page.locator(".facts button.cell").first().click();
  await page.locator(":popover-open a").click();
  assert.ok(await page.locator(":popover-open").count() === 0, "the passage makes room for the text");
  assert.match(page.url(), /#m\d+$/);
  assert.deepEqual(page.trouble(), []);
});

test("pages with one of everything, of one outlet and of none have no barriers, on the smallest phone too", async (t) => {
  for (const name of ["story", "index", "crowd", "empty"]) {
    for (const [width, colorScheme] of [[1280, "light"], [320, "dark"]]) {
      const page = await visit(t, browser, { viewport: { width, height: 800 }, colorScheme });
      await page.goto(`file://${join(specimen, `${name}.html`)}`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
      assert.ok((await overflow(page)) <= 0, `${name} is wider than ${width} pixels`);
      assert.deepEqual(await barriers(page), [], `${name}, ${colorScheme}`);
      assert.deepEqual(page.trouble(), []);
    }
  }
});

describe("40 outlets and 200 facts", () => {
  /** Milliseconds until the first content is seen, the middle of three. */
  async function paint(t, show) {
    const times = [];
    for (let i = 0; i < 3; i++) {
      const page = await visit(t, browser);
      await show(page);
      await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length);
      times.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
      assert.deepEqual(page.trouble(), []);
    }
    return times.sort((a, b) => a - b)[1];
  }

  test("are painted within a second from one file of less than 3 MB", async (t) => {
    const file = join(specimen, "wide.html");
    const { size } = statSync(file);
    const first = await paint(t, (page) => page.goto(`file://${file}`));
    t.diagnostic(`one file: ${size} bytes, first paint after ${first.toFixed(0)} ms`);
    assert.ok(size < 3_000_000 && first < 1000, `${size} bytes, ${first} ms`);
  });

  test("and from a server", async (t) => {
    const body = readFileSync(join(specimen, "wide.body"), "utf8");
    const frame = await fetch(story);
    const html = (await frame.text()).replace(/(<main[^>]*>)[^]*<\/main>/, (_, main) => `${main}${body}</main>`);
    const headers = { "content-type": "text/html", "content-security-policy": frame.headers.get("content-security-policy") };
    const first = await paint(t, async (page) => {
      await page.route(story, (route) => route.fulfill({ headers, body: html }));
      await page.goto(story);
    });
    t.diagnostic(`served: ${html.length} bytes, first paint after ${first.toFixed(0)} ms`);
    assert.ok(html.length < 3_000_000 && first < 1000, `${html.length} bytes, ${first} ms`);
  });

  test("have columns that say whose they are, wherever the table is scrolled", async (t) => {
    const page = await visit(t, browser);
    await page.goto(`file://${join(specimen, "wide.html")}`);
    const frame = page.locator(".facts .frame").first();
    await frame.scrollIntoViewIfNeeded();
    await frame.evaluate((it) => it.scrollTo(it.scrollWidth, it.scrollHeight));
    const inside = await frame.evaluate((it) => {
      const box = it.getBoundingClientRect();
      const seen = (element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 1 && bottom <= box.bottom + 1;
      };
      const heads = [...it.querySelectorAll("thead th[scope=col]")];
      const last = it.querySelector("tbody:last-child th");
      return { head: seen(heads.at(-1)), mark: heads.at(-1).innerText, fact: seen(last) };
    });
    assert.deepEqual([inside.head, inside.fact], [true, true]);
    assert.match(inside.mark, /^40/);
  });
});
