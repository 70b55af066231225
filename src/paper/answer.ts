// An exercise is a cell: it compares an answer with what the library computes, and gives the next hint.
import { setting } from "../cells/host";
import { present } from "../cells/knob";
import { symbols } from "../figures/symbols";
import { echo, InputError, refuse } from "../input/guards";
import { type Answer, assess, type Exercise } from "./exercise";
import { EXERCISES } from "./exercises";

/** Wrong answers that were given, by exercise: the next one gets the next hint. */
const tried = new Map<string, Set<Answer>>();

/**
 * Checks an answer to an exercise of a chapter: says whether it is right, and what to think of if it is not.
 *
 * In a page there is a field for the answer. Without an answer it says what the exercise asks for.
 *
 * @param exercise its chapter and number, such as "4.2"
 * @param value a number, or one of the texts that there are to choose from
 * @throws InputError if there is no such exercise, or its answer is of another kind
 * @example answer("1.1", 0) // ✗ 1.1: The fields cancel, and the exchange is not on the diagonal. And Δ?
 */
export function answer(exercise: string, value?: Answer): void {
  if (typeof exercise !== "string" || !Object.hasOwn(EXERCISES, exercise)) {
    throw new InputError(
      `there is no exercise ${echo(exercise)}: there are ${Object.keys(EXERCISES).join(", ")}`,
    );
  }
  const known = EXERCISES[exercise];
  const { of } = known;
  const asks = symbols(known.asks);
  const isPossible = (x: unknown): x is Answer => (of ? of.includes(x as string) : Number.isFinite(x));
  const told = setting(exercise);
  const given = isPossible(told) ? told : value;
  if (given !== undefined && !isPossible(given))
    refuse(`the answer to ${exercise}`, of ? `one of ${of.map(echo).join(", ")}` : "a number", given);
  const control = { kind: "answer", label: exercise, asks, of } as const;
  const verdict = given === undefined ? undefined : judged(exercise, known, given);
  const call = `answer(${echo(exercise)}, ${of ? of.map(echo).join(" or ") : "a number"})`;
  const words = verdict?.words ?? `Exercise ${exercise}: ${asks}? To answer: ${call}`;
  if (!present({ ...control, value: given, verdict }, words)) console.log(words);
}

function judged(id: string, exercise: Exercise, given: Answer): { right: boolean; words: string } {
  const before = tried.get(id) ?? new Set();
  const { right, hint } = assess(exercise, given, before.has(given) ? before.size - 1 : before.size);
  if (!right) tried.set(id, before.add(given));
  const library = (): string => String(Number(Number(exercise.expected()).toPrecision(4))).replace("-", "−");
  const found = typeof given === "number" ? ` The library has ${library()}.` : "";
  return { right, words: right ? `✓ ${id}: right.${found}` : `✗ ${id}: ${symbols(hint)}` };
}
