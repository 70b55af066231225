// Arrays of doubles or floats at byte addresses, two or four numbers a register: AssemblyScript, for the other *.as.ts.

// @ts-ignore: decorator of AssemblyScript
@inline export function place(table: usize, what: i32): usize { return <usize>load<i32>(table + ((<usize>what) << 2)); }
// @ts-ignore: decorator of AssemblyScript
@inline export function at<T>(array: usize, i: i32): T { return load<T>(array + (<usize>i) * sizeof<T>()); }
// @ts-ignore: decorator of AssemblyScript
@inline export function put<T>(array: usize, i: i32, value: T): void { store<T>(array + (<usize>i) * sizeof<T>(), value); }
// @ts-ignore: decorator of AssemblyScript
@inline export function from<T>(array: usize, i: i32): usize { return array + (<usize>i) * sizeof<T>(); }

// Σ_k a_k b_k, in pieces of PIECE: many floats do not add up in floats
const PIECE: i32 = 1024;

// @ts-ignore: decorator of AssemblyScript
@inline
export function dot<T>(a: usize, b: usize, count: i32): T {
  if (count <= PIECE) return piece<T>(a, b, count);
  let sum: f64 = 0;
  for (let k = 0; k < count; k += PIECE) sum += <f64>piece<T>(from<T>(a, k), from<T>(b, k), min(PIECE, count - k));
  return <T>sum;
}

// @ts-ignore: decorator of AssemblyScript
@inline
function piece<T>(a: usize, b: usize, count: i32): T {
  const lanes = 16 / <i32>sizeof<T>();
  let s = v128.splat<T>(0), t = v128.splat<T>(0);
  let k = 0;
  for (; k + 2 * lanes <= count; k += 2 * lanes, a += 32, b += 32) {
    s = v128.add<T>(s, v128.mul<T>(v128.load(a), v128.load(b)));
    t = v128.add<T>(t, v128.mul<T>(v128.load(a, 16), v128.load(b, 16)));
  }
  s = v128.add<T>(s, t);
  let sum: T = v128.extract_lane<T>(s, 0) + v128.extract_lane<T>(s, 1);
  if (sizeof<T>() == 4) sum += v128.extract_lane<T>(s, 2) + v128.extract_lane<T>(s, 3);
  for (; k < count; k++, a += sizeof<T>(), b += sizeof<T>()) sum += load<T>(a) * load<T>(b);
  return sum;
}

// a += f b
// @ts-ignore: decorator of AssemblyScript
@inline
export function addScaled<T>(a: usize, f: T, b: usize, count: i32): void {
  const lanes = 16 / <i32>sizeof<T>();
  const factor = v128.splat<T>(f);
  let k = 0;
  for (; k + lanes <= count; k += lanes, a += 16, b += 16) {
    v128.store(a, v128.add<T>(v128.load(a), v128.mul<T>(factor, v128.load(b))));
  }
  for (; k < count; k++, a += sizeof<T>(), b += sizeof<T>()) store<T>(a, load<T>(a) + f * load<T>(b));
}
