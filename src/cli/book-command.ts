// spin-ring book: the executed notebooks as a static site; with --serve, shown on this machine.
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { ownNotebooks } from "./reproduce-command";

const source = join(__dirname, "..", "..", "src", "book");
const bookFolder = join(__dirname, "..", "..", "book");

export function bookCommand(): Command {
  return new Command("book")
    .description("turn the executed notebooks into a static site")
    .option("--out <folder>", "where to write it", relative(process.cwd(), bookFolder) || ".")
    .option("--pdf", "print it and its replication report as well, with Chromium")
    .option("--serve", "serve it on this machine's loopback address")
    .option("--port <number>", "the port to serve on", port, 8000)
    .action(
      async ({ out, pdf, serve, port }: { out: string; pdf?: boolean; serve?: boolean; port: number }) => {
        if (!existsSync(source))
          throw new Error(
            "spin-ring book needs a clone of the repository, as it bundles its pages from the source: npm ci there, then npm start",
          );
        const { readEntries } = await import("../book/exported.js");
        const { writeBook } = await import("../book/write.js");
        // takes seconds, so that nobody ever has to ask whether it is up to date
        await writeBook(ownNotebooks(), out, await readEntries());
        if (pdf) {
          const { printBook } = await import("../book/paper-edition.js");
          console.log(`printed ${(await printBook(out)).join(" and ")}`);
        }
        if (!serve) return console.log(`wrote the book: open ${join(out, "index.html")}`);
        const { serveFolder } = await import("../book/serve.js");
        const { address } = await serveFolder(out, port);
        console.log(`the book is at ${address} (Ctrl-C ends it)`);
      },
    );
}

function port(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65535) return number;
  throw new InvalidArgumentError(`must be an integer from 0 to 65535, got ${text}`);
}
