// Writes schema/solve.json, what spin-ring solve reads and writes, from the types; --check only compares.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "schema", "solve.json");

const { $schema, definitions } = createGenerator({
  path: join(root, "src", "cli", "schema-command.ts"),
  tsconfig: join(root, "tsconfig.json"),
  type: "Line",
  functions: "hide",
  skipTypeCheck: true, // the compiler that it brings along is not ours
}).createSchema("Line");

/** What JSON makes of types that are no JSON. */
function asJson(part) {
  if (Array.isArray(part)) return part.map(asJson);
  if (typeof part !== "object" || part === null) return part;
  const { properties, additionalProperties, ...rest } = part;
  // ArrayLike<number>
  if (properties && Object.keys(properties).join() === "length" && additionalProperties) {
    const { required, ...array } = rest;
    return { ...array, type: "array", items: additionalProperties };
  }
  const parts = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, asJson(value)]));
  if (typeof parts.description === "string")
    parts.description = parts.description.replace(/\s*\{@link\s+(\S+?)\s*\}\s*/g, " $1 ");
  return parts;
}

const { Line, ...types } = asJson(definitions);
// Record<number, number>
const { items, ...currents } = types.SolveResult.properties.heatCurrents;
types.SolveResult.properties.heatCurrents = { ...currents, type: "object", additionalProperties: items };
const text = `${JSON.stringify({ $schema, title: "spin-ring solve", anyOf: Line.anyOf, definitions: types }, null, 2)}\n`;

mkdirSync(dirname(target), { recursive: true });
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error("schema/solve.json is not what the types say: run npm run build:schema");
  process.exit(1);
}
