// Where results go: a file behind whatever links lead to it, or a stream such as a pipe, a device or standard output.
import { once } from "node:events";
import { readlinkSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "../input/guards";

/** The file that a path leads to, also through links to what is not there yet; undefined where it is no file. */
export function fileBehind(path: string): string | undefined {
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there) return there.isFile() ? realpathSync(path) : undefined;
  } catch (error) {
    throw unwritable(path, error);
  }
  try {
    return fileBehind(resolve(dirname(path), readlinkSync(path)));
  } catch {
    return path; // no link
  }
}

/** The end of a run that cannot write what it has computed: bad input where the place is wrong, a failure where it is full. */
export function unwritable(name: string, error: unknown): Error {
  if (error instanceof InputError) return error;
  const { code } = error as NodeJS.ErrnoException;
  const message = `cannot write ${name}: ${code ?? error}`;
  if (code === "ENOSPC") return new Error(`${message}, there is no space left`);
  return code === "EIO" || code === "EDQUOT" ? new Error(message) : new InputError(message);
}

/** Ends the program where a stream cannot be written; a reader that has seen enough, such as `head`, is no failure. */
export function endsWith(stream: NodeJS.WritableStream, name: string): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    const end = unwritable(name, error);
    console.error(end.message);
    process.exit(end instanceof InputError ? 2 : 1);
  });
}

/** Writes to a stream no faster than it is read. */
export async function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, "drain");
}
