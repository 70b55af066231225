// Packages that need not be there, and Node's part of this library: found where there is a `require`, and never named to a
// bundler, which would want to have them.

type Require = (path: string) => unknown;

interface Node {
  readonly process?: { getBuiltinModule?(name: "module"): { createRequire(from: string): Require } };
}

let given: Require | undefined;

/** ECMAScript's modules have no `require`: whoever loads them in Node hands it over. */
export function provideRequire(require: Require): void {
  given = require;
}

/** What a module exports, by a package's name or a path from this file; undefined where it is not to be had. */
export function optional(path: string): unknown {
  const require = given ?? ofCommonJs();
  try {
    return require?.(path);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code === "MODULE_NOT_FOUND" && String(message).includes(path.replace(/^[./]+/, ""))) return undefined;
    throw error;
  }
}

function ofCommonJs(): Require | undefined {
  if (typeof __filename !== "string") return undefined;
  return (globalThis as Node).process?.getBuiltinModule?.("module").createRequire(__filename);
}

/** What is used of mathjs. */
export interface ExpressionReader {
  /** reads an expression in `w` */
  parse(text: string): { compile(): { evaluate(scope: object): unknown } };
  /** differentiates what `parse` has read */
  derivative(node: never, variable: string): { evaluate(scope: object): unknown };
  /** so many of a unit, such as `"GHz"`; needed for laboratory units alone */
  unit?(value: number, unit: string): object;
}

const READER = Symbol.for("spin-ring.mathjs");
const shared = globalThis as { [READER]?: ExpressionReader };

/**
 * Hands over mathjs, which reads spectral densities and units that are texts; Node finds it by itself where it is installed.
 *
 * @example useMathjs(mathjs)
 */
export function useMathjs(mathjs: ExpressionReader): void {
  shared[READER] = mathjs;
}

/** mathjs, of which who asks knows the types, loaded on first use: most runs do without, and it takes longer to load than a model to solve; undefined where it is not to be had. */
export function mathjs(): ExpressionReader | undefined {
  shared[READER] ??= optional("mathjs") as ExpressionReader | undefined;
  return shared[READER];
}
