// A prediction is a commitment: what one thinks, before one sees. In a page what it is about opens after it.
import { setting } from "../cells/host";
import { type Choice, type Point, present, type Setting, type Span } from "../cells/knob";
import { symbols } from "../figures/symbols";
import { checkInteger, checkNumber, checkObject, echo, InputError, refuse } from "../input/guards";

/** What every prediction can be told. */
export interface PredictionOptions {
  /** how many of the cells that follow keep their output closed in a page until there is a prediction: 1 */
  readonly covers?: number;
}

/** What {@link predict} can ask for. */
export interface Predictions {
  /** One of several. */
  choice<const O extends readonly Choice[]>(
    question: string,
    options: PredictionOptions & {
      /** what there is to choose from */
      readonly of: O;
      /** what one thinks, outside a page */
      readonly guess?: O[number];
    },
  ): O[number] | undefined;
  /** A number. */
  number(
    question: string,
    options?: PredictionOptions & {
      /** what one thinks, outside a page */
      readonly guess?: number;
    },
  ): number | undefined;
  /** A curve, as a function; drawn in a page, given by points elsewhere. */
  curve(
    question: string,
    options: PredictionOptions & {
      /** the horizontal axis */
      readonly x: Span;
      /** the vertical axis */
      readonly y: Span;
      /** what one thinks, outside a page: points from left to right */
      readonly guess?: readonly Point[];
    },
  ): ((x: number) => number) | undefined;
}

/**
 * Asks for a prediction, a choice, a number or a curve, and gives it back, or `undefined` where there is none.
 *
 * In a page the output of the next cells stays closed until the reader has predicted, or skipped it. Elsewhere `guess`
 * is the prediction.
 *
 * @throws InputError for a guess that is none of what is asked for
 * @example predict.choice("Which way round does the heat flow?", { of: ["clockwise", "counterclockwise"] })
 */
export const predict: Predictions = {
  choice(question, options) {
    checkObject("prediction", options, ["of", "guess", "covers"]);
    const { of, guess, covers } = options;
    if (!Array.isArray(of) || of.length < 2) refuse("of", "a list of two or more", of);
    const isOne = (x: unknown): x is (typeof of)[number] => of.includes(x as Choice);
    return committed(question, { of }, covers, guess, isOne, `one of ${of.map(echo).join(", ")}`);
  },
  number(question, options = {}) {
    checkObject("prediction", options, ["guess", "covers"]);
    const isNumber = (x: unknown): x is number => Number.isFinite(x);
    return committed(question, {}, options.covers, options.guess, isNumber, "a number");
  },
  curve(question, options) {
    checkObject("prediction", options, ["x", "y", "guess", "covers"]);
    const { x, y, guess, covers } = options;
    for (const [name, axis] of Object.entries({ x, y })) {
      const { from, to } = checkObject(name, axis, ["from", "to", "title"]);
      checkNumber(`${name}.to`, to, checkNumber(`${name}.from`, from), true);
    }
    const allowed = "two or more points [x, y] from left to right";
    const points = committed(question, { axes: { x, y } }, covers, guess, isCurve, allowed);
    return points && ((at) => heightOf(points, at));
  },
};

const isCurve = (value: unknown): value is readonly Point[] =>
  Array.isArray(value) &&
  value.length > 1 &&
  value.every(
    (point, i) =>
      Array.isArray(point) && point.every(Number.isFinite) && (i === 0 || point[0] > value[i - 1][0]),
  );

/** A curve of straight lines, level beyond its ends. */
function heightOf(points: readonly Point[], at: number): number {
  const next = points.findIndex(([x]) => x >= at);
  if (next <= 0) return points[next < 0 ? points.length - 1 : 0][1];
  const [[x0, y0], [x1, y1]] = [points[next - 1], points[next]];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

function committed<T extends Setting>(
  label: string,
  asked: { of?: readonly Choice[]; axes?: { x: Span; y: Span } },
  covers: number | undefined,
  guess: T | undefined,
  isPossible: (value: unknown) => value is T,
  allowed: string,
): T | undefined {
  if (typeof label !== "string" || label.trim() === "")
    throw new InputError("a prediction must ask something");
  if (guess !== undefined && !isPossible(guess)) refuse("guess", allowed, guess);
  if (covers !== undefined) checkInteger("covers", covers, 1, 100);
  const told = setting(label);
  const value = isPossible(told) ? told : guess;
  const said = Array.isArray(value) ? "a curve" : value;
  const words =
    value === undefined
      ? `Predict: ${symbols(label)} (${allowed}: add guess to the call)`
      : `You predict: ${said}`;
  const control = { kind: "prediction", label, ...asked, covers: covers ?? 1 } as const;
  if (!present({ ...control, value: value as Choice | readonly Point[] | undefined }, words))
    console.log(words);
  return value;
}
