// Principal value integrals ∫_0^∞ g(ω)/(ω − x) dω and Fourier integrals ∫_0^∞ g(ω) e^{−iωt} dω of a function known by its values
// alone, for many x and t at once.
//
// The half line is cut into panels on which g is a polynomial to rounding: from where g is large, by factors of √2 up and
// down, and then in halves wherever the last coefficients in Legendre polynomials P_k say so. On a panel with centre m and
// half width h, z = (x − m)/h,
//   P∫ P_k(t)/(t − z) dt = −2 Q_k(z),   Q_0 = ½ ln|(1 + z)/(1 − z)|,   (k + 1) Q_{k+1} = (2k + 1) z Q_k − k Q_{k−1},
// exact also for a pole inside the panel; for one farther off Gauss' rule serves. With spherical Bessel functions
//   ∫ P_k(x) e^{−ixz} dx = 2 (−i)^k j_k(z).

const ORDER = 16;
const { nodes: NODES, weights: WEIGHTS, polynomials: POLYNOMIALS } = gauss(ORDER);
/** Beyond this distance from the centre, in half widths, Gauss' rule holds 1/(t − z) to rounding. */
const FAR = 1.6;

/** The last coefficients of a panel, relative to its largest or to ∫|g|/ω, where g counts as a polynomial. */
const RESOLVED = 1e-12;
/** The same for a g whose own rounding is larger, which is seen from halves that are no better. */
const ROUGH = 1e-8;
/** Relative width of a panel that may hold a jump. */
const NARROWEST = 1e-14;
const MOST_PANELS = 20_000;
/** Panels from the largest value up and down that are looked at in any case. */
const [LEAST_UP, LEAST_DOWN] = [20, 26];
const FARTHEST = 600;
/** What a Fourier integral may leave out, relative to the integral of |g|. */
const LEFT = 1e-9;
/** What lies beyond, relative to the whole. */
const NEGLIGIBLE = 1e-20;

/** g and g·weight between `from` and `to`. */
interface Panel {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly [Part, Part];
  /** ∫ |g|/ω dω */
  readonly share: number;
}

/** A function on one panel. */
interface Part {
  /** its values at the nodes, times the weights of Gauss' rule */
  readonly weighted: Float64Array;
  /** its Legendre coefficients, the largest of them, and the largest of the last three */
  readonly coefficients: Float64Array;
  readonly size: number;
  readonly tail: number;
  /** whether the panel twice as wide was no worse */
  readonly rough: boolean;
}

/** Integrals of g and of g·weight against poles. */
export interface HilbertTransforms {
  /** P∫_0^∞ g(ω)/(ω − x) dω for any x; g must vanish at 0 for x = 0 */
  readonly pole: (x: number) => number;
  /** P∫_0^∞ g(ω) weight(ω) [1/(ω − x) − 1/(ω + x)] dω for x > 0 */
  readonly poles: (x: number) => number;
  /** ∫_0^∞ g(ω) e^{−iωt} dω, or of g·weight: its real and its imaginary part */
  readonly fourier: (time: number, weighted: boolean) => { readonly real: number; readonly imag: number };
}

/**
 * Resolves g and g·weight between 0 and ∞.
 *
 * @param g defined above 0, falling off at both ends
 * @throws where the integrals diverge or g has too much structure to be resolved
 * @example hilbertTransforms((w) => w * Math.exp(-w), () => 1).pole(0) // 1
 */
export function hilbertTransforms(
  g: (omega: number) => number,
  weight: (omega: number) => number,
): HilbertTransforms {
  const start = largestAt(g);
  let panels: Panel[] = start === 0 ? [] : coarsePanels(g, weight, start);
  for (let unresolved = true; unresolved; ) {
    const floor = RESOLVED * panels.reduce((sum, { share }) => sum + share, 0);
    unresolved = false;
    panels = panels.flatMap((panel) => {
      if (isResolved(panel, floor)) return [panel];
      unresolved = true;
      if (panel.to < 1e-280) throw new Error("an integral diverges at zero");
      const middle = (panel.from + panel.to) / 2;
      return [newPanel(g, weight, panel.from, middle, panel), newPanel(g, weight, middle, panel.to, panel)];
    });
    if (panels.length > MOST_PANELS) {
      throw new Error("an integral does not converge: its integrand has too many features to resolve");
    }
  }
  const sum = (of: (panel: Panel) => number): number => panels.reduce((total, panel) => total + of(panel), 0);
  return {
    pole: (x) => sum((panel) => (x === 0 ? far(panel, 0, 0, 0) : near(panel, 0, x))),
    poles: (x) => sum((panel) => nearBoth(panel, x)),
    fourier: (time, weighted) => fourierIntegral(panels, time, weighted ? 1 : 0),
  };
}

/** Where |g| is largest among powers of 2^(1/4), as far as it is defined there; 0 where it is zero on all of them. */
function largestAt(g: (omega: number) => number): number {
  let [best, size] = [0, 0];
  for (let k = -400; k <= 400; k++) {
    const omega = 1.03 * 2 ** (k / 4); // away from round numbers, so that poles seldom fall on an edge
    let value = 0;
    try {
      value = Math.abs(g(omega));
    } catch {
      // it is said where it matters
    }
    if (value > size) [best, size] = [omega, value];
  }
  return best;
}

function coarsePanels(
  g: (omega: number) => number,
  weight: (omega: number) => number,
  start: number,
): Panel[] {
  const panels: Panel[] = [];
  let total = 0;
  const add = (from: number, to: number): number => {
    const panel = newPanel(g, weight, from, to);
    panels.push(panel);
    total += panel.share;
    return panel.share;
  };
  for (let k = 0; k < LEAST_DOWN; k++) add(start * 2 ** (-(k + 1) / 2), start * 2 ** (-k / 2));
  add(0, start * 2 ** (-LEAST_DOWN / 2));
  let before = 0;
  for (let k = 0; ; k++) {
    const share = add(start * 2 ** (k / 2), start * 2 ** ((k + 1) / 2));
    const fall = share / before;
    // what follows, if it goes on falling like a power
    if (k >= LEAST_UP && (share === 0 || (fall < 1 && (share * fall) / (1 - fall) <= NEGLIGIBLE * total)))
      break;
    if (k > FARTHEST) throw new Error("an integral does not converge: its integrand falls off too slowly");
    before = share;
  }
  return panels;
}

function newPanel(
  g: (omega: number) => number,
  weight: (omega: number) => number,
  from: number,
  to: number,
  parent?: Panel,
): Panel {
  const half = (to - from) / 2;
  const values = new Float64Array(ORDER);
  const weighted = new Float64Array(ORDER);
  let share = 0;
  for (let i = 0; i < ORDER; i++) {
    const omega = at(from, half, i);
    values[i] = g(omega);
    weighted[i] = values[i] * weight(omega);
    share += (WEIGHTS[i] * half * Math.abs(values[i])) / omega;
  }
  return { from, to, parts: [newPart(values, parent?.parts[0]), newPart(weighted, parent?.parts[1])], share };
}

function newPart(values: Float64Array, parent?: Part): Part {
  const coefficients = new Float64Array(ORDER);
  const weighted = values.map((value, i) => value * WEIGHTS[i]);
  let size = 0;
  let tail = 0;
  for (let k = 0; k < ORDER; k++) {
    let sum = 0;
    for (let i = 0; i < ORDER; i++) sum += weighted[i] * POLYNOMIALS[k * ORDER + i];
    coefficients[k] = (k + 0.5) * sum;
    size = Math.max(size, Math.abs(coefficients[k]));
    if (k >= ORDER - 3) tail = Math.max(tail, Math.abs(coefficients[k]));
  }
  return { weighted, coefficients, size, tail, rough: parent !== undefined && tail > 0.9 * parent.tail };
}

function isResolved({ from, to, parts }: Panel, floor: number): boolean {
  if (to - from <= NARROWEST * to) return true;
  const smooth = ({ tail, size, rough }: Part): boolean =>
    tail <= Math.max(floor, RESOLVED * size) || (rough && tail <= ROUGH * size);
  if (!parts.every(smooth)) return false;
  if (from > 0) return true;
  // g/ω is integrated as well, so that g must go to zero
  const { coefficients, size } = parts[0];
  const atZero = coefficients.reduce((sum, c, k) => sum + (k % 2 ? -c : c), 0);
  return Math.abs(atZero) <= Math.max(floor, 1e-10 * size);
}

/** P∫ over a panel of one part against 1/(ω − x). */
function near(panel: Panel, part: 0 | 1, x: number): number {
  const { from, to, parts } = panel;
  const half = (to - from) / 2;
  const z = (x - from) / half - 1;
  if (Math.abs(z) > FAR) return far(panel, part, x, 0);
  const { coefficients } = parts[part];
  // on the edge of two panels the logarithms of both cancel
  const least = 1e-17 * Math.abs(x);
  let q = Math.log(Math.max(Math.abs(x - from), least) / Math.max(Math.abs(to - x), least)) / 2;
  let next = z * q - 1;
  let sum = coefficients[0] * q;
  for (let k = 1; k < ORDER; k++) {
    sum += coefficients[k] * next;
    [q, next] = [next, ((2 * k + 1) * z * next - k * q) / (k + 1)];
  }
  return -2 * sum;
}

/** ∫ over a panel of the second part against 1/(ω − x) − 1/(ω + x), which far from both poles is 2x/(ω² − x²). */
function nearBoth(panel: Panel, x: number): number {
  const { from, to } = panel;
  const half = (to - from) / 2;
  const closest = Math.min(Math.abs((x - from) / half - 1), (x + from) / half + 1);
  return closest > FAR ? far(panel, 1, x, x) : near(panel, 1, x) - near(panel, 1, -x);
}

/** ∫ over a panel, by Gauss' rule, of one part against 1/(ω − x), or against 2x/(ω² − x²) for `mirror` x. */
function far({ from, to, parts }: Panel, part: 0 | 1, x: number, mirror: number): number {
  const { weighted } = parts[part];
  const half = (to - from) / 2;
  let sum = 0;
  for (let i = 0; i < ORDER; i++) {
    const omega = at(from, half, i);
    sum += mirror ? (weighted[i] * 2 * x) / ((omega - x) * (omega + x)) : weighted[i] / (omega - x);
  }
  return half * sum;
}

function fourierIntegral(
  panels: readonly Panel[],
  time: number,
  part: 0 | 1,
): { readonly real: number; readonly imag: number } {
  let [real, imag, whole] = [0, 0, 0];
  const last = panels.reduce((end, panel) => (panel.to > end.to ? panel : end), panels[0]);
  for (const { from, to, parts } of panels) {
    whole += ((to - from) / 2) * parts[part].weighted.reduce((sum, value) => sum + Math.abs(value), 0);
    const half = (to - from) / 2;
    const bessel = sphericalBessel(half * time);
    // Σ c_k (−i)^k j_k: even orders are real, odd ones imaginary
    let [even, odd] = [0, 0];
    parts[part].coefficients.forEach((c, k) => {
      const term = (k % 4 < 2 ? c : -c) * bessel[k];
      if (k % 2 === 0) even += term;
      else odd -= term;
    });
    const [cos, sin] = [Math.cos((from + half) * time), -Math.sin((from + half) * time)];
    real += 2 * half * (even * cos - odd * sin);
    imag += 2 * half * (even * sin + odd * cos);
  }
  // what lies beyond is no more than this, at whatever time; without oscillations it need not be small
  const beyond = last ? last.parts[part].size * Math.min(last.to, 1 / Math.abs(time)) : 0;
  if (beyond > LEFT * whole)
    throw new Error("its integral does not converge, the integrand falls off too slowly");
  return { real, imag };
}

/** j_0(z) … j_15(z), upwards where that is stable and else downwards from where they vanish (Miller). */
function sphericalBessel(z: number): Float64Array {
  const j = new Float64Array(ORDER);
  const x = Math.abs(z);
  if (x < 1e-8) {
    j[0] = 1;
    j[1] = z / 3;
    return j;
  }
  if (x > ORDER) {
    j[0] = Math.sin(x) / x;
    j[1] = (j[0] - Math.cos(x)) / x;
    for (let k = 1; k < ORDER - 1; k++) j[k + 1] = ((2 * k + 1) / x) * j[k] - j[k - 1];
  } else {
    let [above, here] = [0, 1e-200];
    for (let k = 3 * ORDER; k > 0; k--) {
      [above, here] = [here, ((2 * k + 1) / x) * here - above];
      if (k <= ORDER) j[k - 1] = here;
    }
    // Σ (2k + 1) j_k² = 1 is lost beyond ORDER, sin(z)/z or its derivative is not
    const [j0, j1] = [Math.sin(x) / x, (Math.sin(x) / x - Math.cos(x)) / x];
    const scale = Math.abs(j0) > Math.abs(j1) ? j0 / j[0] : j1 / j[1];
    for (let k = 0; k < ORDER; k++) j[k] *= scale;
  }
  if (z < 0) for (let k = 1; k < ORDER; k += 2) j[k] *= -1;
  return j;
}

function at(from: number, half: number, i: number): number {
  return from + half * (1 + NODES[i]);
}

/** Gauss' rule by Newton's method, and polynomials[k·n + i] = P_k(t_i). */
function gauss(n: number): { nodes: Float64Array; weights: Float64Array; polynomials: Float64Array } {
  const [nodes, weights, polynomials] = [n, n, n * n].map((length) => new Float64Array(length));
  for (let i = 0; i < n; i++) {
    let t = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [before, p] = [0, 1];
      for (let k = 0; k < n; k++) {
        polynomials[k * n + i] = p;
        [before, p] = [p, ((2 * k + 1) * t * p - k * before) / (k + 1)];
      }
      slope = (n * (before - t * p)) / (1 - t * t);
      t -= p / slope;
    }
    nodes[i] = t;
    weights[i] = 2 / ((1 - t * t) * slope * slope);
  }
  return { nodes, weights, polynomials };
}
