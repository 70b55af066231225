// The blocks of turning-blocks.ts, row by row of the tensor: AssemblyScript, compiled into the WebAssembly of wasm.as.ts.

import { at, from, put } from "../numerics/vectors.as";

// Probability is conserved: what a level loses is what the others gain.
export function balance(rates: usize, n: i32, step: i32): void {
  for (let c = 0; c < n; c++) {
    let gained: f64 = 0;
    for (let a = 0; a < n; a++) if (a != c) gained += at<f64>(rates, a * step + c);
    put<f64>(rates, c * (step + 1), -gained);
  }
}

// T_ab,cd = Σ_bath (S̃_ac S_bd + S_ac S̃_bd) − M_ac δ_bd − δ_ac M_bd of one row (a, b), in n × n numbers
function tensorRow(n: i32, baths: i32, a: i32, b: i32, matrices: usize, decay: usize, row: usize): void {
  const n2 = n * n;
  memory.fill(row, 0, (<usize>n2) << 3);
  for (let k = 0; k < baths; k++) {
    const s = from<f64>(matrices, 2 * k * n2), t = from<f64>(s, n2);
    const sb = from<f64>(s, b * n), tb = from<f64>(t, b * n);
    let to = row;
    for (let c = 0; c < n; c++) {
      const ts = f64x2.splat(at<f64>(t, a * n + c)), ss = f64x2.splat(at<f64>(s, a * n + c));
      let d = 0;
      for (; d + 2 <= n; d += 2, to += 16) {
        const change = f64x2.add(f64x2.mul(ts, v128.load(from<f64>(sb, d))), f64x2.mul(ss, v128.load(from<f64>(tb, d))));
        v128.store(to, f64x2.add(v128.load(to), change));
      }
      if (d < n) {
        f64.store(to, f64.load(to) + at<f64>(t, a * n + c) * at<f64>(sb, d) + at<f64>(s, a * n + c) * at<f64>(tb, d));
        to += 8;
      }
    }
  }
  for (let c = 0; c < n; c++) {
    put<f64>(row, c * n + b, at<f64>(row, c * n + b) - at<f64>(decay, a * n + c));
    put<f64>(row, a * n + c, at<f64>(row, a * n + c) - at<f64>(decay, b * n + c));
  }
}

// A_x and A_p into `real`, B into `imag`; `matrices` has S and S̃ of every bath and then M, `row` n² doubles to work in
export function writeBlocks(n: i32, baths: i32, matrices: usize, real: usize, imag: usize, row: usize): void {
  const pairs = (n * (n - 1)) >> 1, m = pairs + n;
  const decay = from<f64>(matrices, 2 * baths * n * n);
  let toReal = real, toImag = imag;
  for (let i = 0, a = 1, b = 0; i < m; i++) {
    const pair = i < pairs;
    if (!pair) a = b = i - pairs;
    tensorRow(n, baths, a, b, matrices, decay, row);
    for (let c = 1; c < n; c++) {
      for (let d = 0; d < c; d++, toReal += 8) {
        const t = at<f64>(row, c * n + d), other = at<f64>(row, d * n + c);
        f64.store(toReal, t + other);
        if (!pair) continue;
        f64.store(toImag, t - other);
        toImag += 8;
      }
    }
    for (let c = 0; c < n; c++, toReal += 8) f64.store(toReal, at<f64>(row, c * (n + 1)));
    if (pair && ++b == a) {
      a++;
      b = 0;
    }
  }
  balance(from<f64>(real, pairs * (m + 1)), n, m);
}
