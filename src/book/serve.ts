// The book on this machine's loopback address, for its own reader alone: not for pages of others that call themselves
// by this address (DNS rebinding), and not for files outside its folder, whatever way leads there.
import { realpathSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative, sep } from "node:path";
import sirv from "sirv";

/** Serves a folder; a `port` of 0 takes any that is free. Rejects if the port is taken. */
export function serveFolder(folder: string, port: number): Promise<{ server: Server; address: string }> {
  const headers = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "frame-ancestors 'none'",
  };
  const files = sirv(folder, {
    dev: true,
    setHeaders(response) {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    },
  });
  const server = createServer((request, response) => {
    const refuse = (status: number, why: string) => response.writeHead(status, headers).end(`${why}\n`);
    const { host } = request.headers;
    const ownPort = (server.address() as AddressInfo).port;
    if (host !== `127.0.0.1:${ownPort}` && host !== `localhost:${ownPort}`) {
      refuse(421, "the book is at 127.0.0.1 alone");
    } else if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      refuse(405, "the book can be read, and nothing else");
    } else {
      const file = fileOf(folder, request);
      if (file === undefined) refuse(404, "there is no such page");
      else {
        request.url = `/${file.split(sep).map(encodeURIComponent).join("/")}`;
        files(request, response);
      }
    }
  });
  return new Promise((done, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      failed(new Error(taken ? `port ${port} is taken: choose another with --port` : error.message));
    });
    server.listen(port, "127.0.0.1", () =>
      done({ server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }),
    );
  });
}

/** The file that is asked for, seen from the folder; undefined if it is none, or lies elsewhere. */
function fileOf(folder: string, { url = "/" }: IncomingMessage): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ""));
    const home = realpathSync(folder);
    const file = realpathSync(join(home, path.endsWith("/") ? `${path}index.html` : path));
    return file.startsWith(home + sep) && statSync(file).isFile() ? relative(home, file) : undefined;
  } catch {
    return undefined; // nothing is there, or the address is no address
  }
}
