// A folder that changes all at once: what is new is written beside its place and put there when it is complete, so
// that nobody ever reads half of it.
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../input/guards";
import { makeFolder } from "../kernel/make-folder";

/**
 * Replaces a folder by what `fill` writes into an empty one; a failure leaves the former folder as it was.
 *
 * @param mark a file that tells a folder written by this function from any other, which is never replaced
 * @throws one line if the folder holds something else, or cannot be written
 */
export async function replaceFolder(
  folder: string,
  mark: string,
  fill: (empty: string) => void | Promise<void>,
): Promise<void> {
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  const fresh = join(dirname(target), `.${basename(target)}.${process.pid}.new`);
  const former = join(dirname(target), `.${basename(target)}.${process.pid}.old`);
  try {
    const replaces = existsSync(target);
    if (replaces && readdirSync(target).length > 0 && !existsSync(join(target, mark))) {
      throw new InputError(
        `${folder} holds something other than a book: name a new or an empty folder with --out`,
      );
    }
    makeFolder(dirname(target));
    mkdirSync(fresh);
    await fill(fresh);
    if (replaces) renameSync(target, former);
    renameSync(fresh, target);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (existsSync(former)) renameSync(former, target);
    if (code && path && [fresh, target].some((place) => place.startsWith(path) || path.startsWith(place))) {
      throw new Error(`${folder}: cannot be written (${code}); make it writable, or name another with --out`);
    }
    throw error;
  } finally {
    for (const rest of [fresh, former]) {
      if (existsSync(rest)) rmSync(rest, { recursive: true });
    }
  }
}
