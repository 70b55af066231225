// Text that is read line by line, however much of it there is: in UTF-8, with or without a byte order mark.
import { constants } from "node:buffer";
import { readFileSync } from "node:fs";
import { InputError } from "../input/guards";

/** A line without its end; `text` is undefined where it is longer than any string can be. */
export interface Line {
  readonly text: string | undefined;
  /** the byte at which the next one begins */
  readonly end: number;
  /** whether it has a line end; the last one of a program that was killed may not */
  readonly ended: boolean;
}

/** The lines of a stream; `name` is what a complaint calls it. */
export async function* readLines(stream: AsyncIterable<Buffer>, name: string): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let begin = 0; // of the chunk
  let first = true;
  const tooLong = (): boolean => length > constants.MAX_STRING_LENGTH;
  const take = (end: number, ended: boolean): Line => {
    const text = tooLong() ? undefined : decode(Buffer.concat(parts), first, `line 1: ${name}`);
    first = false;
    return { text, end, ended };
  };
  try {
    for await (const chunk of stream) {
      for (let start = 0; start < chunk.length; ) {
        const at = chunk.indexOf(10, start);
        const [stop, next] = at < 0 ? [chunk.length, chunk.length] : [at, at + 1];
        const said = tooLong(); // and has been handed on: its rest is passed over
        length += stop - start;
        if (tooLong()) parts = [];
        else parts.push(chunk.subarray(start, stop));
        if (!said && (at >= 0 || tooLong())) yield take(begin + next, at >= 0);
        if (at >= 0) [parts, length] = [[], 0];
        start = next;
      }
      begin += chunk.length;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot read ${name}: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
  if (length > 0 && !tooLong()) yield take(begin, false);
}

/** The text of a file, for a file that is read as a whole. */
export function readText(path: string): string {
  try {
    return decode(readFileSync(path), true, path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}

function decode(bytes: Buffer, first: boolean, name: string): string {
  const start = bytes.toString("latin1", 0, 4);
  if (first && /^(\xff\xfe|\xfe\xff)|\0/.test(start)) {
    throw new InputError(`${name} must be text in UTF-8, got UTF-16: save it as UTF-8`);
  }
  // files that were put together have a mark at the beginning of each
  return bytes.toString("utf8", start.startsWith("\xef\xbb\xbf") ? 3 : 0);
}
