// Integrals by double-exponential substitution (Takahasi and Mori, Publ. RIMS 9, 721, 1974): the trapezoidal rule in a
// variable that sends the ends of the interval away so fast that what happens there does not matter.

/** Where the sum starts, how far it may reach, and how fine its step may become. */
const START = -5;
const FIRST_REACH = 5;
const LAST_REACH = 40;
const FINEST = 1 / 1024;
/** Agreement of two step widths, and size of what lies beyond the reach, relative to the integral of |f|. */
const AGREEMENT = 1e-11;
const NEGLIGIBLE = 1e-14;

/**
 * ∫_a^b f(x) dx for f smooth inside; f is handed x and never evaluated at the ends.
 *
 * @throws where it does not settle to 11 digits
 * @example integrate(Math.exp, 0, 1) // e − 1
 */
export function integrate(f: (x: number) => number, a: number, b: number): number {
  const half = (b - a) / 2;
  return trapezoidal((u) => {
    const s = (Math.PI / 2) * Math.sinh(u);
    // distance from the nearer end, exact also where 1 − tanh would round to zero
    const distance = half * (2 / (1 + Math.exp(2 * Math.abs(s))));
    if (distance === 0) return 0;
    const x = s > 0 ? b - distance : a + distance;
    if (x <= a || x >= b) return 0;
    return (f(x) * half * (Math.PI / 2) * Math.cosh(u)) / Math.cosh(s) ** 2;
  });
}

/**
 * ∫_a^∞ f(x) dx for f that decays on the given scale, exponentially or slower.
 *
 * @throws where it does not settle to 11 digits, a divergent integral among it
 * @example integrateToInfinity((x) => Math.exp(-x), 0, 1) // 1
 */
export function integrateToInfinity(f: (x: number) => number, a: number, scale: number): number {
  return trapezoidal((u) => {
    // x − a = scale · exp(u − e^{−u}), made for integrands that decay exponentially themselves
    const distance = scale * Math.exp(u - Math.exp(-u));
    if (distance === 0) return 0;
    return f(a + distance) * distance * (1 + Math.exp(-u));
  });
}

// the sum grows in reach until its last term does not matter, then in fineness until it settles
function trapezoidal(g: (u: number) => number): number {
  const sumOf = (from: number, to: number, step: number): { sum: number; size: number } => {
    let [sum, size] = [0, 0];
    for (let i = 0, u = from; u <= to; u = from + ++i * step) {
      const term = g(u);
      sum += term;
      size += Math.abs(term);
    }
    return { sum, size };
  };
  let step = 1 / 8;
  let reach = FIRST_REACH;
  let { sum, size } = sumOf(START, reach, step);
  for (; Math.abs(g(reach)) > NEGLIGIBLE * size; reach++) {
    if (reach === LAST_REACH)
      throw new Error("an integral does not converge: its integrand falls off too slowly");
    const more = sumOf(reach + step, reach + 1, step);
    sum += more.sum;
    size += more.size;
  }
  for (let integral = sum * step; step > FINEST; step /= 2) {
    const between = sumOf(START + step / 2, reach, step);
    sum += between.sum;
    size += between.size;
    const finer = (sum * step) / 2;
    if (Math.abs(finer - integral) <= (AGREEMENT * size * step) / 2) return finer;
    integral = finer;
  }
  throw new Error("an integral does not converge: its integrand has features too narrow to resolve");
}
