// The package as it would be published, in empty folders that disappear afterwards.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

export const root = join(__dirname, "..", "..");

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function emptyFolder(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "spin-ring-package-"));
  folders.push(folder);
  write(folder, { "package.json": '{ "name": "reader", "private": true }', ...files });
  return folder;
}

export function write(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

// npm's own settings of the checkout are not the reader's
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(cache|registry|userconfig))|^VITEST|^NODE_ENV$|^NODE_PATH$/i.test(name),
  ),
);

/** Runs a program to its end; throws what it said where it fails. */
export function run(
  folder: string,
  program: string,
  args: readonly string[],
  input = "",
  variables: Record<string, string> = {},
): string {
  const { status, stdout, stderr, error } = attempt(folder, program, args, input, variables);
  if (error || status !== 0)
    throw error ?? new Error(`${program} ${args.join(" ")}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

export const attempt = (
  folder: string,
  program: string,
  args: readonly string[],
  input = "",
  variables: Record<string, string> = {},
): SpawnSyncReturns<string> =>
  spawnSync(program, args, {
    cwd: folder,
    env: { ...environment, ...variables },
    input,
    encoding: "utf8",
    maxBuffer: 1e8,
  });

/** Runs a program of Node's. */
export const node = (folder: string, ...args: string[]): string => run(folder, process.execPath, args);

export const npmInstall = (folder: string, ...packages: string[]): string =>
  run(folder, "npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...packages]);

let packed: string | undefined;

/** The tarball, packed once. */
export function tarball(): string {
  if (packed && existsSync(packed)) return packed;
  const place = emptyFolder();
  const [{ filename }] = JSON.parse(
    run(root, "npm", ["pack", "--silent", "--json", "--pack-destination", place]).replace(/^[^[]*/, ""),
  );
  packed = join(place, filename);
  return packed;
}

/** An empty folder in which the package is installed, and more if it is said. */
export function readersFolder(files: Record<string, string> = {}, ...packages: string[]): string {
  const folder = emptyFolder(files);
  npmInstall(folder, tarball(), ...packages);
  return folder;
}

/** One steady state, a sweep on two workers, and what it comes to. */
export const PROGRAM = `
const ring = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
const baths = [ohmicBath({ site: 1, temperature: 2 }), ohmicBath({ site: 3, temperature: 1 })];
const state = steadyState(ring, baths);
const base = { sites: 4, spinsUp: 2, fields: [0, 2, 1, 0], baths: [{ site: 1, temperature: 2 }, { site: 3, temperature: 1 }] };
const axes = { interaction: { from: -4, to: 4, count: 200 } };
const swept = await sweep({ base, axes, observe: ["ergotropy"] }, { workers: 2, progress: false });
console.log(heatCurrents(state).mode, ergotropy(state).toFixed(10), swept.rows.length, swept.failed);
`;
export const NAMES = "ergotropy, heatCurrents, ohmicBath, ringModel, steadyState, sweep";
