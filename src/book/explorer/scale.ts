// Round numbers for axes.

/** The smallest of 1, 2 and 5 times a power of ten that is not below a positive number. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value * (1 - 1e-12)) ?? 10;
  return step * power;
}

/** An axis: its ends, where it is marked, and how many decimals the marks have. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly decimals: number;
}

/** An axis that holds a range of values: ticks at round numbers, ends at ticks or half-way between two. */
export function niceAxis(low: number, high: number): Axis {
  const step = roundUp((high - low) / 4);
  const [first, last] = [Math.floor((2 * low) / step + 1e-9) / 2, Math.ceil((2 * high) / step - 1e-9) / 2];
  const ticks = Array.from(
    { length: Math.floor(last) - Math.ceil(first) + 1 },
    (_, i) => (Math.ceil(first) + i) * step,
  );
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return { low: first * step, high: last * step, ticks, decimals };
}
