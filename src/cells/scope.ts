// Where the names at the top of cells live: one box a name. A function of an earlier cell holds the box, not the value,
// and so sees what later cells assign or declare anew.

/** What stands for a name in compiled cells: `gamma` is read and written as `gammaː.now`. */
export const BOX = "ː";

/** Names that no box of a name can have. */
export const HOST: string = `${BOX}host`;
export const LINK: string = `${BOX}link`;

/** What compiled code is called with: its host, `link`, what CommonJS knows, and timers that know whose they are. */
export const TIMERS: readonly string[] = ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"];
export const PARAMETERS: readonly string[] = [
  ...[HOST, LINK],
  ...["require", "module", "exports", "__filename", "__dirname"],
  ...TIMERS,
];

/** A name's value; reading it before it has one is an error, as for any variable of JavaScript. */
export class Box {
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  get now(): unknown {
    throw new ReferenceError(`Cannot access '${this.#name}' before initialization`);
  }
  set now(value: unknown) {
    // an own property takes the accessor's place, so that from now on the name is as fast as a property
    Object.defineProperty(this, "now", { value, writable: true, configurable: true, enumerable: true });
  }
}

/** What an import's name refers to. */
export type Namespace = Record<string, unknown>;

/** What a compiled cell sees of its host. */
export interface Host {
  box(name: string): Box;
  /** A declaration has been carried out: from now on the names mean what this cell says. */
  made(...names: string[]): void;
  /** Loads a module. */
  import(specifier: string): Promise<Namespace>;
  /** Whose code runs, asked before each await. */
  here(): unknown;
  /** Passes on what was awaited, back where it was asked; throws if that was stopped meanwhile. */
  resumed<T>(here: unknown, value: T): T;
  /** What the cell ends in. */
  value: unknown;
  /** `import.meta` of a cell. */
  readonly meta: object;
}

/** Lets a name follow a module's, which may change. */
export function link(box: Box, namespace: Namespace, key: string): void {
  Object.defineProperty(box, "now", {
    get: () => namespace[key],
    set: (value: unknown) =>
      Object.defineProperty(box, "now", { value, writable: true, configurable: true, enumerable: true }),
    configurable: true,
    enumerable: true,
  });
}

/** Words of an error as the author of a cell would say them: `(0 , fː.now)` is `f`. */
export const plainWords = (text: string): string =>
  text.replace(/\(0 , ([^\s()]+)ː\.now\)/gu, "$1").replaceAll(`${BOX}.now`, "");
