// spin-ring book: the executed notebooks as a static site; with --serve, shown on this machine.
import { createServer } from "node:http";
import { join, relative } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import sirv from "sirv";
import { writeBook } from "../notebook/book/write";
import { ownNotebooks } from "./reproduce";

const bookFolder = join(__dirname, "..", "..", "book");

export function bookCommand(): Command {
  return new Command("book")
    .description("turn the executed notebooks into a static site")
    .option("--out <folder>", "where to write it", relative(process.cwd(), bookFolder) || ".")
    .option("--serve", "serve it on this machine's loopback address")
    .option("--port <number>", "the port to serve on", port, 8000)
    .action(async ({ out, serve, port }: { out: string; serve?: boolean; port: number }) => {
      writeBook(ownNotebooks(), out); // takes a second, so that nobody ever has to ask whether it is up to date
      if (serve) await serveFolder(out, port);
      else console.log(`wrote the book: open ${join(out, "index.html")}`);
    });
}

function port(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65535) return number;
  throw new InvalidArgumentError(`must be an integer from 0 to 65535, got ${text}`);
}

function serveFolder(folder: string, port: number): Promise<void> {
  const server = createServer(sirv(folder, { dev: true }));
  return new Promise((_, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(new Error(taken ? `port ${port} is taken: choose another with --port` : error.message));
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address() as { port: number };
      console.log(`the book is at http://127.0.0.1:${address.port}/ (Ctrl-C ends it)`);
    });
  });
}
