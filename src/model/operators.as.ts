// H and the energies of bonds of operators.ts: AssemblyScript, compiled into the WebAssembly of wasm.as.ts. All numbers are
// doubles. A model is the bit patterns of its states, its fields, and for every bond from, to, J and Δ; the energy of a bond is
// n diagonal entries and, behind them, n partners, −1 where there is none.

import { at, from, put } from "../numerics/vectors.as";

// @ts-ignore: decorator of AssemblyScript
@inline export function spinAt(states: usize, k: i32, site: f64): f64 {
  return ((<i32>at<f64>(states, k) >> (<i32>site - 1)) & 1) == 1 ? 1 : -1;
}

// σᶻ at a site
export function siteSpin(n: i32, states: usize, site: f64, spins: usize): void {
  for (let k = 0; k < n; k++) put<f64>(spins, k, spinAt(states, k, site));
}

// @ts-ignore: decorator of AssemblyScript
@inline function bothUp(states: usize, k: i32, bond: usize): f64 {
  return spinAt(states, k, at<f64>(bond, 0)) + spinAt(states, k, at<f64>(bond, 1)) == 2 ? 1 : 0;
}

function partnerOf(n: i32, states: usize, k: i32, bond: usize): i32 {
  const one = at<f64>(bond, 0), other = at<f64>(bond, 1);
  if (spinAt(states, k, one) == spinAt(states, k, other)) return -1;
  const state = <f64>(<i32>at<f64>(states, k) ^ (1 << (<i32>one - 1)) ^ (1 << (<i32>other - 1)));
  let m = 0;
  while (at<f64>(states, m) != state) m++;
  return m;
}

// h_lm of every bond (eq. 11), and H less, term by term, what the first state has without exchange, which is returned
export function hamiltonian(
  n: i32, states: usize, sites: i32, fields: usize, count: i32, bonds: usize, energies: usize, h: usize,
): f64 {
  let shared: f64 = 0;
  memory.fill(h, 0, (<usize>(n * n)) << 3);
  for (let l = 0; l < sites; l++) {
    const field = at<f64>(fields, l), first = spinAt(states, 0, l + 1);
    shared += field * first;
    for (let k = 0; k < n; k++) {
      put<f64>(h, k * (n + 1), at<f64>(h, k * (n + 1)) + field * (spinAt(states, k, l + 1) - first));
    }
  }
  for (let i = 0; i < count; i++) {
    const bond = from<f64>(bonds, 4 * i), diagonal = from<f64>(energies, 2 * i * n), partners = from<f64>(diagonal, n);
    const one = at<f64>(bond, 0), other = at<f64>(bond, 1), exchange = at<f64>(bond, 2), interaction = at<f64>(bond, 3);
    let atOne: f64 = 0, atOther: f64 = 0; // bonds that share the fields there
    for (let j = 0; j < count; j++) {
      const ends = from<f64>(bonds, 4 * j);
      if (at<f64>(ends, 0) == one || at<f64>(ends, 1) == one) atOne++;
      if (at<f64>(ends, 0) == other || at<f64>(ends, 1) == other) atOther++;
    }
    const fieldOne = at<f64>(fields, <i32>one - 1) / atOne, fieldOther = at<f64>(fields, <i32>other - 1) / atOther;
    const first = bothUp(states, 0, bond);
    shared += interaction * first;
    for (let k = 0; k < n; k++) {
      const both = bothUp(states, k, bond), partner = partnerOf(n, states, k, bond);
      const fieldEnergy = fieldOne * spinAt(states, k, one) + fieldOther * spinAt(states, k, other);
      put<f64>(diagonal, k, fieldEnergy + both * interaction);
      put<f64>(partners, k, partner);
      put<f64>(h, k * (n + 1), at<f64>(h, k * (n + 1)) + (both - first) * interaction);
      if (partner >= 0) put<f64>(h, k * n + partner, at<f64>(h, k * n + partner) + 2 * exchange);
    }
  }
  return shared;
}

// −2 Tr(Y h_a h_b), in the sector basis
function bondFlow(n: i32, y: usize, a: usize, amplitudeA: f64, b: usize, amplitudeB: f64): f64 {
  const partnersA = from<f64>(a, n), partnersB = from<f64>(b, n);
  let sum: f64 = 0;
  for (let k = 0; k < n; k++) {
    const p = <i32>at<f64>(partnersA, k), m = <i32>at<f64>(partnersB, k);
    if (p >= 0) sum += at<f64>(b, k) * amplitudeA * at<f64>(y, k * n + p);
    if (m < 0) continue;
    sum += amplitudeB * at<f64>(a, m) * at<f64>(y, k * n + m);
    const next = <i32>at<f64>(partnersA, m);
    if (next >= 0) sum += amplitudeB * amplitudeA * at<f64>(y, k * n + next);
  }
  return -2 * sum;
}

// What bond i gives to the others at one of its ends
export function givenToBonds(n: i32, i: i32, end: f64, count: i32, bonds: usize, energies: usize, y: usize): f64 {
  let given: f64 = 0;
  for (let j = 0; j < count; j++) {
    const other = from<f64>(bonds, 4 * j);
    if (j == i || (at<f64>(other, 0) != end && at<f64>(other, 1) != end)) continue;
    const amplitude = 2 * at<f64>(bonds, 4 * i + 2), amplitudeOther = 2 * at<f64>(other, 2);
    given += bondFlow(n, y, from<f64>(energies, 2 * i * n), amplitude, from<f64>(energies, 2 * j * n), amplitudeOther);
  }
  return given;
}
