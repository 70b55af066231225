// Every example of a docstring runs, and gives what its comment says where that is a plain value.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as mathjs from "mathjs";
import { expect, test } from "vitest";
import { PREAMBLE } from "../../src/book/reference";
import * as figures from "../../src/figures/index";
import * as library from "../../src/index";
import * as paper from "../../src/paper/index";

const root = join(__dirname, "..", "..");
const spinRing = { ...library, ...figures, ...paper };

/** What the reference says that its examples speak of. */
const preamble = (): Record<string, unknown> => {
  const names = [...PREAMBLE.matchAll(/^const (\w+)/gm)].map(([, name]) => name);
  const body = `${PREAMBLE}; return { ${names.join(", ")} };`;
  return new Function(...Object.keys(spinRing), body)(...Object.values(spinRing));
};

const modelAt = (interaction: number) => spinRing.paperModel({ spinsUp: 2, interaction });
const currents = [-1, 0, 1].map((interaction) => ({
  interaction,
  ...spinRing.observe(spinRing.steadyState(modelAt(interaction), spinRing.paperBaths()), [
    "heatCurrents",
    "spinCurrent",
  ]),
}));
const gaps = { gap32: 1, gap43: 1, gap54: 1 };
const named = {
  ...preamble(),
  grid: [-1, 0, 1],
  mathjs,
  rows: [{ x: 0, y: 0 }],
  currents,
  crossings: currents.map((row) => ({ ...row, ...gaps, h2: 2, ergotropy: 0.02 })),
  map: [-1, 1].flatMap((bias) => currents.map((row) => ({ ...row, bias, ergotropy: 0.02, inversion: 0 }))),
  sections: [{ bias: -1, rows: [{ interaction: 0, population1: 0.9, population2: 0.1 }], regions: [] }],
  ...{ fromLeft: 1, fromRight: -1 },
  // what takes long, or reads a file of the reader's own
  evaluateClaims: () => JSON.parse(readFileSync(join(root, "data", "claims.json"), "utf8")).claims,
  readSweep: () => spinRing.readSweep(join(root, "data", "larger-rings", "twelve-sites.csv")),
};

const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
const examples = sources
  .filter((path) => path.endsWith(".ts"))
  .flatMap((path) =>
    [...readFileSync(join(root, "src", path), "utf8").matchAll(/^ \* @example (.*)$/gm)].map(
      ([, code]): [string, string] => [code, path],
    ),
  );

const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(50);
});

test.each(examples)("%s (%s)", async (example, path) => {
  const own = (await import(join(root, "src", path))) as object;
  const scope = { ...spinRing, ...own, ...named };
  const [code, comment = ""] = example.split(" // ");
  const [, first, last] = /^(.*; )?(.*)$/.exec(code) ?? [];
  const body = `{ ${first ?? ""}return (${last}); }`;
  const result: unknown = await new AsyncFunction(...Object.keys(scope), body)(...Object.values(scope));
  const [said] = /^(\[[-\d., [\]]*\]|-?[\d.]+(?= |$)|"[^"]*")/.exec(comment) ?? [];
  if (said === undefined) return;
  const plain = ArrayBuffer.isView(result) ? Array.from(result as Float64Array) : result;
  const rounded = JSON.stringify(plain, (_, x) => (typeof x === "number" ? Number(x.toFixed(12)) + 0 : x));
  expect(JSON.parse(rounded)).toEqual(JSON.parse(said));
});
