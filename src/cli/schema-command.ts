// spin-ring schema: what spin-ring solve reads and writes, as a JSON Schema for other programs to check against.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command } from "commander";
import type { ModelDescription } from "../description";
import type { ErrorCode } from "../input/guards";
import type { SolveResult } from "../solve";

/** What stands in place of a result with --keep-going. */
export interface Refusal {
  readonly error: { readonly code: ErrorCode; readonly message: string };
}

/** A line that goes in or comes out; scripts/schema.mjs makes the schema from it. */
export type Line = ModelDescription | SolveResult | Refusal;

const FILE = join(__dirname, "..", "..", "schema", "solve.json");

const KINDS = { description: ["ModelDescription"], result: ["SolveResult", "Refusal"] } as const;

export function schemaCommand(): Command {
  return new Command("schema")
    .description("print the JSON Schema of the lines that solve reads and writes")
    .addArgument(new Argument("[kind]", "of these alone").choices(Object.keys(KINDS)))
    .action((kind?: keyof typeof KINDS) => {
      const schema = JSON.parse(readFileSync(FILE, "utf8"));
      if (kind) schema.anyOf = KINDS[kind].map((name) => ({ $ref: `#/definitions/${name}` }));
      console.log(JSON.stringify(schema, null, 2));
    });
}
