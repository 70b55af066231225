// The schema that spin-ring schema prints is what solve takes and gives.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { expect, test } from "vitest";
import type { ModelDescription } from "../../src/description";
import { solve } from "../../src/solve";
import { node, root } from "./helper";

const schemaOf = (...kind: string[]): object => JSON.parse(node(root, "dist/cli/main.js", "schema", ...kind));
const validator = (...kind: string[]) => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schemaOf(...kind));
  return (value: unknown): string[] =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};
const faultsOf = { any: validator(), description: validator("description"), result: validator("result") };

const documents = ["docs/solve.md"].map((path) => readFileSync(join(root, path), "utf8"));
const examples = documents
  .flatMap((text) => [...text.matchAll(/echo '(\{"sites"[^']*)'/g)])
  .map(([, json]): ModelDescription => JSON.parse(json));

const [ring] = examples;
const described: Record<string, ModelDescription> = {
  "a graph with a bath at zero temperature": {
    sites: 3,
    spinsUp: 1,
    bonds: [
      { from: 1, to: 2 },
      { from: 2, to: 3, exchange: 2, interaction: 1 },
    ],
    fields: [0, 0.3, 0.1],
    baths: [
      { site: 1, temperature: 2, spectralDensity: "0.01 w exp(-w/10)" },
      { site: 3, temperature: 0 },
    ],
  },
  "a start, a secular equation and more to observe": {
    ...ring,
    fields: [0, 0, 0, 0],
    secular: 0.5,
    initial: "↑↑↓↓",
    observe: ["ergotropyParts"],
  },
  "a start as a density matrix": {
    sites: 2,
    spinsUp: 1,
    baths: [{ site: 1, temperature: 1 }],
    initial: { real: [0.5, 0, 0, 0.5], imag: [0, 0, 0, 0] },
  },
};

test("the committed schema is what the types say", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/schema.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
});

test("it takes every example of the documents", () => {
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    expect(faultsOf.description(example)).toEqual([]);
    expect(faultsOf.any(example)).toEqual([]);
  }
});

test.each(Object.entries({ "the documents' ring": ring, ...described }))(
  "it takes %s, and its result",
  (_, model) => {
    expect(faultsOf.description(model)).toEqual([]);
    const result = JSON.parse(JSON.stringify(solve(model)));
    expect(faultsOf.result(result)).toEqual([]);
    expect(faultsOf.description(result)).not.toEqual([]);
  },
);

test("it takes what stands in place of a result", () => {
  expect(faultsOf.result({ error: { code: "not-unique", message: "why" } })).toEqual([]);
  expect(faultsOf.result({ error: { code: "unheard-of", message: "why" } })).not.toEqual([]);
});

test("it refuses an unknown field, a missing one, and a value of another type", () => {
  expect(faultsOf.description({ ...ring, colour: "red" })).not.toEqual([]);
  expect(faultsOf.description({ sites: 4, spinsUp: 2 })).not.toEqual([]);
  expect(faultsOf.description({ ...ring, interaction: "2" })).not.toEqual([]);
});
