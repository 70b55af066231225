// Spectral densities written as text, such as "0.01 w exp(-w/10)", read by mathjs.
import type { EvalFunction, MathNode, SymbolNode } from "mathjs";
import { echo, InputError, refuse } from "../input/guards";
import { mathjs } from "../optional";

const SYMBOLS = new Set(["w", "pi", "e"]);
const NODES = new Set(
  "ConstantNode OperatorNode RelationalNode ConditionalNode FunctionNode ParenthesisNode".split(" "),
);
const FUNCTIONS = new Set(
  "exp log log1p expm1 sqrt cbrt abs sin cos tan asin acos atan sinh cosh tanh pow min max sign".split(" "),
);

/** J(ω) and its derivative at zero; NaN where there is none to be derived. */
export interface ParsedDensity {
  readonly density: (omega: number) => number;
  readonly derivative: number;
}

const parsed = new Map<string, ParsedDensity>();

type Mathjs = Pick<typeof import("mathjs"), "parse" | "derivative">;

function reader(field: string): Mathjs {
  const found = mathjs() as Mathjs | undefined;
  if (found) return found;
  throw new InputError(
    `${field} must be a function here: a text needs the package mathjs, install it (in a browser: useMathjs)`,
  );
}

/**
 * Reads an expression in the variable `w`; its derivative is a symbolic one.
 *
 * @throws InputError if it cannot be read or uses more than `w`, numbers and elementary functions
 * @example densityFromExpression("0.01 w exp(-w/10)").density(1)
 */
export function densityFromExpression(text: string, field = "spectralDensity"): ParsedDensity {
  const known = parsed.get(text);
  if (known) return known;
  const checkNode = (part: MathNode, path: string): void => {
    const allowed =
      part.type === "SymbolNode"
        ? (path === "fn" ? FUNCTIONS : SYMBOLS).has((part as SymbolNode).name)
        : NODES.has(part.type);
    if (allowed) return;
    const hint = path === "fn" ? ": a product needs its sign, as in w * (1 + w)" : "";
    throw new InputError(
      `${field} may use w, numbers and elementary functions, got ${echo(part.toString())} in ${echo(text)}${hint}`,
    );
  };
  const { parse, derivative } = reader(field);
  let node: MathNode;
  let compiled: EvalFunction;
  try {
    node = parse(text);
    node.traverse(checkNode);
    compiled = node.compile();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${field} must be an expression in w such as "0.01 w exp(-w/10)", got ${echo(text)}: ${(error as Error).message}`,
    );
  }
  const valueAt = (omega: number, name: string): number => {
    try {
      return compiled.evaluate({ w: omega });
    } catch (error) {
      const reason = (error as Error).message;
      throw new InputError(`${name} must have a value at w = ${omega}, got ${echo(text)}: ${reason}`);
    }
  };
  if (typeof valueAt(1, field) !== "number") refuse(field, "an expression in w with real values", text);
  let atZero = Number.NaN;
  try {
    atZero = Number(derivative(node, "w").evaluate({ w: 0 }));
  } catch {
    // piecewise expressions have no symbolic derivative
  }
  const density = (omega: number): number => valueAt(omega, "the spectral density");
  const result = { density, derivative: atZero };
  parsed.set(text, result);
  return result;
}
