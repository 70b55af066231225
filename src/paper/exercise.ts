// An exercise of a chapter: what the library computes for it, what the usual mistakes would give, and what to think
// of next. Answers are computed when somebody answers, and stand nowhere.

/** A number, or one of an exercise's choices. */
export type Answer = number | string;

/** What is known of an exercise. */
export interface Exercise {
  /** what the answer is, in a few words */
  readonly asks: string;
  readonly expected: () => Answer;
  /** what there is to choose from, where the answer is no number */
  readonly of?: readonly string[];
  /** how far off, relatively, is still right: 1 % */
  readonly within?: number;
  /** what mistakes give, and what to think of then */
  readonly mistakes?: readonly (readonly [gives: () => Answer, hint: string])[];
  /** for any other answer, one after the other */
  readonly hints: readonly string[];
}

/** Whether an answer is right, and what to think of if not; `tries` are the wrong ones before it. */
export function assess(exercise: Exercise, given: Answer, tries: number): { right: boolean; hint: string } {
  const { expected, within = 0.01, mistakes = [], hints } = exercise;
  const isLike = (value: Answer): boolean =>
    typeof value === "number" && typeof given === "number"
      ? Math.abs(given - value) <= (within + 1e-9) * Math.abs(value)
      : given === value;
  const right = expected();
  if (isLike(right)) return { right: true, hint: "" };
  const mistake = mistakes.find(([gives]) => isLike(gives()))?.[1];
  const usual = typeof right === "number" ? USUAL.find(([of]) => of(right).some(isLike))?.[1] : undefined;
  const near =
    typeof right === "number" && Math.abs(Number(given) - right) < 0.03 * Math.abs(right) ? NEAR : undefined;
  return { right: false, hint: mistake ?? usual ?? near ?? hints[Math.min(tries, hints.length - 1)] };
}

/** What to think of within 3 % of the right number, most often a digit that was rounded away. */
const NEAR = "Nearly, within 3 %: give one digit more, or look for what is small.";

/** Mistakes of any number. */
const USUAL: readonly (readonly [of: (right: number) => number[], hint: string])[] = [
  [(right) => [-right], "The size is right, the sign is not: which way is positive?"],
  [(right) => [2 * right, right / 2], "A factor of 2 is missing, or one too many: what is counted twice?"],
  [(right) => [-2 * right, -right / 2], "The sign is off, and a factor of 2."],
  [
    (right) => [-3, -2, -1, 1, 2, 3].map((n) => right * 10 ** n),
    "The digits are right, the power of ten is not.",
  ],
  [(right) => [1 / right], "It is the other way round: one divided by this."],
];
