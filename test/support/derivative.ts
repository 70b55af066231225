// Derivatives by differences alone, with an estimate of their error: central differences at smaller and smaller
// steps, extrapolated to step zero (Ridders, Adv. Eng. Softw. 4, 75, 1982).

export interface Derivative {
  readonly value: number;
  /** how far the best two extrapolations are apart */
  readonly error: number;
}

/** d/dt of every entry of f(t) at t = 0. */
export function derivatives(f: (t: number) => ArrayLike<number>, step: number): Derivative[] {
  const levels = 7;
  const ratio = 1.6;
  const differences = Array.from({ length: levels }, (_, i) => {
    const h = step / ratio ** i;
    const [up, down] = [f(h), f(-h)];
    return Array.from(up, (value, k) => (value - down[k]) / (2 * h));
  });
  return differences[0].map((_, k) =>
    extrapolated(
      differences.map((row) => row[k]),
      ratio ** 2,
    ),
  );
}

function extrapolated(values: number[], factor: number): Derivative {
  let best: Derivative = { value: values[0], error: Number.POSITIVE_INFINITY };
  let before = [values[0]];
  for (const value of values.slice(1)) {
    const row = [value];
    before.forEach((old, j) => {
      const power = factor ** (j + 1);
      row.push((power * row[j] - old) / (power - 1));
      const error = Math.max(Math.abs(row[j + 1] - row[j]), Math.abs(row[j + 1] - old));
      if (error < best.error) best = { value: row[j + 1], error };
    });
    before = row;
  }
  return best;
}
