// The generator of generator.ts for ohmic baths, and what it does to a state: AssemblyScript, compiled into the WebAssembly of
// wasm.as.ts. All arrays are doubles; sums run in two halves or four, so results differ from those of the plain loops by
// rounding. Of every bath there are S and S̃, n × n, one after the other.

import { at, dot, from, put } from "../numerics/vectors.as";
import { gemm } from "../numerics/wasm.as";

// e^−x for x ≥ 0, to rounding
// @ts-ignore: decorator of AssemblyScript
@inline function decayed(x: f64): f64 { return 1 / (1 + Math.expm1(x)); }

// ω n_B(ω) = ω / (e^{ω/T} − 1), which goes to T as ω → 0 and to 0 as T → 0
function thermalEnergy(omega: f64, temperature: f64): f64 {
  if (temperature == 0) return 0;
  const x = omega / temperature;
  if (x == 0) return temperature;
  return x > 745 ? 0 : omega / Math.expm1(x);
}

// S = V diag(s) Vᵀ and S̃ = S ∘ W(E_a − E_c) of one bath, W(±ω) = γ e^{−ω/ω_c} [ω n_B(ω) + (0 up, ω down)]; `bath` has T, γ
// and ω_c, and behind them goes the largest W and the largest |∂W/∂ε|. `weighted` has n doubles to work in.
export function couple(n: i32, levels: usize, vectors: usize, spins: usize, bath: usize, s: usize, weighted: usize): void {
  const t = from<f64>(s, n * n);
  const temperature = at<f64>(bath, 0), coupling = at<f64>(bath, 1), cutoff = at<f64>(bath, 2);
  let fastest: f64 = 0, steepest: f64 = 0;
  for (let a = 0; a < n; a++) {
    for (let i = 0; i < n; i++) put<f64>(weighted, i, at<f64>(vectors, a * n + i) * at<f64>(spins, i));
    for (let c = 0; c <= a; c++) {
      const entry = dot<f64>(weighted, from<f64>(vectors, c * n), n);
      const omega = at<f64>(levels, a) - at<f64>(levels, c);
      const thermal = thermalEnergy(omega, temperature), reduced = coupling * decayed(omega / cutoff);
      const down = reduced * (thermal + omega);
      put<f64>(s, a * n + c, entry);
      put<f64>(s, c * n + a, entry);
      put<f64>(t, c * n + a, entry * down);
      put<f64>(t, a * n + c, entry * (reduced * thermal));
      fastest = Math.max(fastest, down);
      // no transition where there is neither warmth nor a step down
      if (thermal + omega != 0) steepest = Math.max(steepest, reduced + down / cutoff);
    }
  }
  put<f64>(bath, 3, fastest);
  put<f64>(bath, 4, steepest);
}

// M = Σ_b S S̃
export function addDecay(n: i32, baths: i32, matrices: usize, decay: usize, scratch: usize): void {
  for (let b = 0; b < baths; b++) {
    const s = from<f64>(matrices, 2 * b * n * n);
    gemm<f64>(n, n, n, s, n, 1, from<f64>(s, n * n), n, 1, decay, n, 1, b > 0, scratch);
  }
}

// R[Z] = Σ_b [S̃Z − ZS̃ᵀ, S] into `out`; `flow` has n² doubles to work in
export function dissipate(n: i32, baths: i32, matrices: usize, z: usize, flow: usize, out: usize, scratch: usize): void {
  for (let b = 0; b < baths; b++) {
    const s = from<f64>(matrices, 2 * b * n * n), t = from<f64>(s, n * n);
    gemm<f64>(n, n, n, t, n, 1, z, n, 1, flow, n, 1, false, scratch);
    gemm<f64>(n, n, n, z, n, 1, t, 1, n, flow, n, -1, true, scratch);
    gemm<f64>(n, n, n, flow, n, 1, s, n, 1, out, n, 1, b > 0, scratch);
    gemm<f64>(n, n, n, s, n, 1, flow, n, 1, out, n, -1, true, scratch);
  }
}

// Q = 2 Σ_ac (E_a − E_c) (S̃X)_ac S_ca of one bath
export function heat(n: i32, levels: usize, s: usize, x: usize, flow: usize, scratch: usize): f64 {
  gemm<f64>(n, n, n, from<f64>(s, n * n), n, 1, x, n, 1, flow, n, 1, false, scratch);
  let sum: f64 = 0;
  for (let a = 0, ac = 0; a < n; a++) {
    for (let c = 0; c < n; c++, ac++) {
      sum += 2 * (at<f64>(levels, a) - at<f64>(levels, c)) * at<f64>(flow, ac) * at<f64>(s, ac);
    }
  }
  return sum;
}

// and what would flow if none came back, 2 Σ_ac |(E_a − E_c) S_ac S̃_ac X_cc|
export function grossHeat(n: i32, levels: usize, s: usize, x: usize): f64 {
  const t = from<f64>(s, n * n);
  let sum: f64 = 0;
  for (let a = 0, ac = 0; a < n; a++) {
    for (let c = 0; c < n; c++, ac++) {
      const step = at<f64>(levels, a) - at<f64>(levels, c);
      sum += Math.abs(step * at<f64>(s, ac) * at<f64>(t, ac) * at<f64>(x, c * (n + 1)));
    }
  }
  return 2 * sum;
}
