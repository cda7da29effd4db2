// A case of invented articles, served on a free port of this machine, and a browser that may go nowhere else.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Where the modules that `run` installed lie. */
export const modules = createRequire(join(process.env.BROWSER_MODULES, "x.js"));
const { chromium } = modules("playwright-core");

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "../..");
const program = process.env.RASHOMON;

/** Runs the program; what it prints. */
export function rashomon(...args) {
  return execFileSync(program, args, { cwd: root, encoding: "utf8" });
}

/** A folder that is gone when the process ends. */
export function folder() {
  const made = mkdtempSync(join(tmpdir(), "rashomon-browser-"));
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A case with the example and a strike that two outlets tell of. */
export function demo() {
  const file = join(folder(), "demo.case");
  // a page shows where an article was read from: the same on every machine
  const accounts = "tests/browser/accounts";
  rashomon("run", "examples/vessel-register", "--case", file, "--quiet");
  rashomon("add", `${accounts}/*.txt`, "--metadata", `${accounts}/accounts.tsv`, "--case", file, "--quiet");
  return file;
}

/** Serves a case: its address, and a function that ends it. */
export async function serve(file, ...args) {
  const server = spawn(program, ["serve", "--case", file, "--listen", "127.0.0.1:0", "--rate", "1000", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines = [];
  const address = await new Promise((found, failed) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        const at = line.match(/served at (http:\/\/\S+)/);
        if (at) found(at[1].replace(/\/$/, ""));
      });
    }
    server.on("exit", () => failed(new Error(`the server ended:\n${lines.join("\n")}`)));
  });
  const stop = () => new Promise((ended) => server.once("exit", ended) && server.kill("SIGTERM"));
  return { address, stop };
}

/** A file of tokens, and the tokens of a reader and an editor. */
export function tokens() {
  const lines = ["reader", "editor"].map((role) => rashomon("serve", "--new-token", role).trim().split("\n").pop());
  const file = join(folder(), "tokens");
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  const [reader, editor] = lines.map((line) => line.split(/\s+/)[1]);
  return { file, reader, editor };
}

/** Debian's Chromium. */
export function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-background-networking"] });
}

/**
 * A page that notes what it should not do: requests to another host, words on the console, errors. `trouble()` gives
 * what it noted and forgets it.
 */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  let noted = [];
  page.on("console", (message) => noted.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => noted.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== "file:" && protocol !== "data:" && hostname !== "127.0.0.1") noted.push(`request: ${request.url()}`);
  });
  page.trouble = () => noted.splice(0);
  return page;
}

/** A page as `open` gives it, closed when the test ends. */
export async function visit(test, browser, options) {
  const page = await open(browser, options);
  test.after(() => page.context().close());
  return page;
}
