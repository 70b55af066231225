// What a timer of a cell does belongs to that cell, whenever it comes, and so does what waits for a promise.
import { promiseHooks } from "node:v8";

export interface Owners<Owner> {
  /** Whose code runs. */
  here(): Owner | undefined;
  /** Does work as the owner's. */
  call(owner: Owner, work: () => void): void;
}

// biome-ignore lint/suspicious/noExplicitAny: timers hand any arguments to their callbacks
type Callback = (...args: any[]) => unknown;

/** The timers that cells see (their names are in cells/compile.ts); all else in this process keeps its own. */
export function ownedTimers<Owner>(names: readonly string[], owners: Owners<Owner>): unknown[] {
  return names.map((name) => {
    const set = (globalThis as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
    const owned = (callback: Callback, ...rest: unknown[]): unknown => {
      const owner = owners.here();
      if (owner === undefined || typeof callback !== "function") return set(callback, ...rest);
      return set(
        function (this: unknown, ...args: unknown[]): void {
          owners.call(owner, () => callback.apply(this, args));
        },
        ...rest,
      );
    };
    // also what promisify knows of it
    return Object.defineProperties(owned, Object.getOwnPropertyDescriptors(set));
  });
}

/**
 * From now on, what waits for a promise is done as whose code began to wait: `enter` is told whose, or that it is over.
 * Returns what tells whose code made a promise.
 */
export function followPromises<Owner>(
  here: () => Owner | undefined,
  enter: (owner: Owner | undefined) => void,
): (promise: object) => Owner | undefined {
  // a private field of the promise: nobody else sees it, and it is twenty times as fast as a WeakMap
  class Itself {
    constructor(promise: object) {
      // biome-ignore lint/correctness/noConstructorReturn: so that the field is the promise's
      return promise;
    }
  }
  class Waiting extends Itself {
    readonly #owner: Owner | undefined;
    constructor(promise: object, owner: Owner | undefined) {
      super(promise);
      this.#owner = owner;
    }
    static ownerOf(promise: object): Owner | undefined {
      return #owner in promise ? promise.#owner : undefined;
    }
  }
  promiseHooks.createHook({
    init: (promise) => void new Waiting(promise, here()),
    before: (promise) => enter(Waiting.ownerOf(promise)),
    after: () => enter(undefined),
  });
  return Waiting.ownerOf;
}
