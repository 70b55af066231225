// The compiler within tslab sets a timer when the program has changed and another one when a new file may be what an
// import did not find before. tslab has room for one and takes the second for a defect, so that every cell fails once
// a file has appeared nearby: a checkpoint of Jupyter's, a package, a module of one's own. Here the second one ticks
// by itself.
import ts = require("@tslab/typescript-for-tslab");

const SECOND = "invalidateResolutionsOfFailedLookup";

/** Creates a converter whose compiler keeps both of its timers. */
export function withBothTimers<T>(create: () => T): T {
  const { sys } = ts;
  const before = { setTimeout: sys.setTimeout, clearTimeout: sys.clearTimeout };
  // the converter puts its own two functions on an object that inherits from sys: there they come by here
  const intercept = (name: "setTimeout" | "clearTimeout", wrap: (own: Timer) => Timer): void => {
    Object.defineProperty(sys, name, {
      configurable: true,
      get: () => before[name],
      set(this: object, own: Timer) {
        Object.defineProperty(this, name, { value: wrap(own), writable: true });
      },
    });
  };
  const ticking = new Set<unknown>();
  intercept("setTimeout", (own) => (callback: () => void, ...rest: unknown[]) => {
    if (callback.name !== SECOND) return own(callback, ...rest);
    const timer = setTimeout(callback, Number(rest[0])).unref();
    ticking.add(timer);
    return timer;
  });
  intercept("clearTimeout", (own) => (timer: unknown) => {
    if (!ticking.delete(timer)) return own(timer);
    clearTimeout(timer as NodeJS.Timeout);
  });
  try {
    return create();
  } finally {
    for (const name of ["setTimeout", "clearTimeout"] as const) {
      Object.defineProperty(sys, name, { value: before[name], configurable: true, writable: true });
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the compiler's timers take anything
type Timer = (...args: any[]) => unknown;
