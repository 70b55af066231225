// What a timer of a cell does belongs to that cell, whenever it comes.

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
