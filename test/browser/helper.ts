// What the browser tests share: one Chromium a file, and one Firefox, pages that remember what went wrong on them, the
// book in a folder of its own, served or as files, and the accessibility rules of axe-core.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { type Browser as Firefox, launch } from "puppeteer-core";
import { afterAll, expect, inject } from "vitest";
import { serveFolder } from "../../src/book/serve";
import { PATIENCE } from "../support/wait";

export const root = join(__dirname, "..", "..");

/** Debian's and Ubuntu's places; CHROMIUM and FIREFOX name any other. */
const placeOf = (variable: string, ...usual: string[]): string => {
  const found = [process.env[variable], ...usual].find((path) => path && existsSync(path));
  if (found) return found;
  throw new Error(`these tests need ${usual[0]}: install it by apt-get, or set ${variable}`);
};

const QUIET =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of cleanUp.reverse()) await end();
});

let started: Promise<Browser> | undefined;

/** The Chromium of this test file. */
export function browser(): Promise<Browser> {
  started ??= (async () => {
    const executablePath = placeOf("CHROMIUM", "/usr/bin/chromium", "/usr/bin/chromium-browser");
    const chrome = await chromium.launch({ executablePath, headless: true, args: QUIET.split(" ") });
    cleanUp.push(() => chrome.close());
    return chrome;
  })();
  return started;
}

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A page and what it did: anything in `problems` is a defect, `requests` holds every address it asked for. */
export interface Opened {
  readonly page: Page;
  /** console errors, uncaught errors, failed requests and answers that are no success */
  readonly problems: string[];
  readonly requests: string[];
}

/** Opens an address in a fresh context, by default on a light desktop; hands it to `use` and closes it. */
export async function withPage<T>(
  url: string,
  use: (opened: Opened) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  const context = await (await browser()).newContext({ viewport: DESKTOP, ...options });
  context.setDefaultTimeout(PATIENCE * 1000);
  const page = await context.newPage();
  const [problems, requests]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => requests.push(request.url()));
  try {
    await page.goto(url);
    return await use({ page, problems, requests });
  } finally {
    await context.close();
  }
}

let firefox: Promise<Firefox> | undefined;

/** The Firefox of this test file, which reaches nothing but files. */
function offlineFirefox(): Promise<Firefox> {
  firefox ??= (async () => {
    const proxies = ["http", "ssl"].flatMap((kind) => [
      [`network.proxy.${kind}`, "127.0.0.1"],
      [`network.proxy.${kind}_port`, 9],
    ]);
    const started = await launch({
      browser: "firefox",
      executablePath: placeOf("FIREFOX", "/usr/bin/firefox-esr", "/usr/bin/firefox"),
      protocolTimeout: 0,
      extraPrefsFirefox: { "network.proxy.type": 1, ...Object.fromEntries(proxies) },
    });
    cleanUp.push(() => started.close());
    return started;
  })();
  return firefox;
}

export const BROWSERS = ["Chromium", "Firefox"] as const;

/** A page as the drivers of both browsers have it. */
export interface Reader extends Omit<Opened, "page"> {
  evaluate<T, A>(call: (argument: A) => T, argument: A): Promise<T>;
  /** Waits until something holds on the page, which names what it waits for. */
  until<A>(what: string, call: (argument: A) => boolean, argument: A): Promise<void>;
}

/** Opens a file in a browser that has no network. */
export async function withReader(
  name: (typeof BROWSERS)[number],
  url: string,
  use: (reader: Reader) => Promise<void>,
): Promise<void> {
  const read = ({ evaluate, ...did }: Omit<Reader, "until">): Promise<void> =>
    use({
      evaluate,
      ...did,
      until: (what, call, argument) =>
        expect
          .poll(() => evaluate(call, argument), { timeout: PATIENCE * 1000, message: what, interval: 50 })
          .toBe(true),
    });
  if (name === "Chromium") {
    const evaluated = ({ page, ...did }: Opened): Promise<void> =>
      read({ ...did, evaluate: (call, argument) => page.evaluate(call as never, argument) });
    return withPage(url, evaluated, { offline: true });
  }
  const context = await (await offlineFirefox()).createBrowserContext();
  const page = await context.newPage();
  const [problems, requests]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${(error as Error).message}`));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("request", (request) => requests.push(request.url()));
  try {
    await page.goto(url);
    await read({ problems, requests, evaluate: (call, argument) => page.evaluate(call as never, argument) });
  } finally {
    await context.close();
  }
}

/** Opens the outputs that wait for a prediction. */
export async function openAll(page: Page): Promise<void> {
  const button = page.locator("[data-open]").first();
  if ((await button.count()) > 0) await button.click();
}

/** The findings of axe-core that count as serious or critical, one line each; `exclude` saves time in large parts. */
export async function seriousFindings(page: Page, exclude: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (parts) => (window as unknown as { axe: typeof axe }).axe.run({ exclude: [...parts] }),
    exclude,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary = "" }) => `${id}: ${target}: ${failureSummary.replace(/\s+/g, " ")}`,
      ),
    );
}

/** A folder of its own that disappears afterwards. */
export function temporaryFolder(): string {
  const scratch = join(root, "dist", "test-browser");
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, "run-"));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The book of this repository's notebooks, which no test writes into. */
export const bookFolder = (): string => inject("book");

/** The address of a file, as when a reader opens it from a folder. */
export const fileUrl = (folder: string, name: string): string => pathToFileURL(join(folder, name)).href;

/** Serves a folder on loopback until the test file ends; returns its address with a slash at its end. */
export async function serve(folder: string): Promise<string> {
  const { server, address } = await serveFolder(folder, 0);
  cleanUp.push(() => new Promise((resolve) => server.close(resolve)));
  return address;
}
