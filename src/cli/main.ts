#!/usr/bin/env node
// The spin-ring command. Status 0: done, 1: something failed, 2: bad input or usage.
import { Command, CommanderError } from "commander";
import { InputError } from "../input/guards";
import { VERSION } from "../version";
import { bookCommand } from "./book-command";
import { kernelCommand } from "./kernel-command";
import { labCommand } from "./lab-command";
import { mergeCommand } from "./merge-command";
import { endsWith } from "./output";
import { reproduceCommand } from "./reproduce-command";
import { schemaCommand } from "./schema-command";
import { solveCommand } from "./solve-command";
import { sweepCommand } from "./sweep-command";

endsWith(process.stdout, "to standard output");
process.stderr.on("error", () => {}); // nobody is left to be told

const program = new Command("spin-ring")
  .description(
    "a ring of interacting spins between heat baths: steady states, currents and the paper reproduced",
  )
  .version(VERSION);
for (const command of [
  solveCommand(),
  sweepCommand(),
  mergeCommand(),
  reproduceCommand(),
  labCommand(),
  kernelCommand(),
  bookCommand(),
  schemaCommand(),
])
  program.addCommand(command);
complainAlike(program);

function complainAlike(command: Command): void {
  command.exitOverride().showHelpAfterError("(--help lists what there is)");
  command.commands.forEach(complainAlike);
}

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2; // commander has already said what is wrong
    return;
  }
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof InputError ? 2 : 1;
});
