import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bath, generalBath, ohmicBath } from "../../src/baths/bath";
import { transitionRate } from "../../src/baths/rates";
import { ringModel } from "../../src/model/model";
import { steadyState } from "../../src/states/steady-state";
import { expectRelative } from "../support/close";
import { forAll, scale } from "../support/random";
import { refusal } from "../support/refusal";

const expression = (spectralDensity: string, temperature = 2): Bath =>
  generalBath({ site: 1, temperature, spectralDensity });

const ohmicNumbers = fc.record({
  temperature: scale(-6, 6),
  coupling: scale(-6, 1),
  cutoff: scale(-6, 6),
  energy: scale(-8, 6),
});

test("detailed balance: W(−ε) = exp(ε/T) W(ε) over twelve decades of temperature", () => {
  forAll(ohmicNumbers, 500, ({ energy, ...numbers }) => {
    const { temperature, cutoff } = numbers;
    if (energy / temperature + energy / cutoff > 500) return; // W(ε) would underflow
    const rate = transitionRate(ohmicBath({ site: 1, ...numbers }));
    expectRelative(
      rate(-energy),
      Math.exp(energy / temperature) * rate(energy),
      1e-13 * (1 + energy / temperature),
    );
  });
});

test("emission exceeds absorption by J(ε), and absorption is J times the Bose function", () => {
  forAll(ohmicNumbers, 500, ({ energy, ...numbers }) => {
    const { temperature, coupling, cutoff } = numbers;
    const rate = transitionRate(ohmicBath({ site: 1, ...numbers }));
    const density = coupling * energy * Math.exp(-energy / cutoff);
    const x = energy / temperature;
    if (x > 0.1 && x < 600 && energy / cutoff < 600) {
      expectRelative(rate(-energy) - rate(energy), density, 1e-13 / Math.tanh(x / 2));
      expectRelative(rate(energy), density / (Math.exp(x) - 1), 1e-12 / x);
    }
  });
});

test("the rate is the Fourier transform of the correlation function, with its 1/π", () => {
  // T = 0: C(τ) = ∫ dω/π γω exp(−ω/ω_c − iωτ) = (γ/π) / (1/ω_c + iτ)², and W(ε) = Re ∫_0^∞ dτ e^{−iετ} C(τ)
  const [coupling, cutoff] = [0.01, 10];
  const integrand = (energy: number, tau: number): number => {
    const [a, b] = [1 / cutoff ** 2 - tau ** 2, (2 * tau) / cutoff];
    const modulus = a * a + b * b;
    return ((coupling / Math.PI) * (Math.cos(energy * tau) * a - Math.sin(energy * tau) * b)) / modulus;
  };
  const simpson = (energy: number, to: number, steps: number): number => {
    let sum = integrand(energy, 0) + integrand(energy, to);
    for (let k = 1; k < steps; k++) sum += (k % 2 ? 4 : 2) * integrand(energy, (to * k) / steps);
    return (sum * to) / (3 * steps);
  };
  const rate = transitionRate(ohmicBath({ site: 1, temperature: 0, coupling, cutoff }));
  for (const energy of [-8, -3, -1, 1, 3]) {
    // what is left out beyond τ = 200 oscillates under an envelope γ/(π τ²)
    expect(Math.abs(rate(energy) - simpson(energy, 200, 200_000))).toBeLessThan(2e-7);
  }
});

test("at zero energy the rate is γT, and it goes there continuously from both sides", () => {
  forAll(ohmicNumbers, 200, ({ temperature, coupling, cutoff }) => {
    const rate = transitionRate(ohmicBath({ site: 1, temperature, coupling, cutoff }));
    expect(rate(0)).toBe(coupling * temperature);
    expect(rate(-0)).toBe(rate(0));
    for (const small of [1e-3, 1e-6, 1e-9, 1e-12, 1e-15, 1e-30, 1e-200]) {
      const energy = small * Math.min(temperature, cutoff);
      expectRelative(rate(energy), rate(0), 2 * small + 1e-14);
      expectRelative(rate(-energy), rate(0), 2 * small + 1e-14);
    }
  });
});

test("a bath at T = 0 only takes: no absorption, W(0) = 0, emission at J", () => {
  const rate = transitionRate(ohmicBath({ site: 1, temperature: 0 }));
  for (const energy of [0, 1e-300, 1e-9, 1, 1e6]) expect(rate(energy)).toBe(0);
  expectRelative(rate(-3), 0.01 * 3 * Math.exp(-0.3), 1e-15);
  for (const text of ["0.01 w exp(-w/10)", "0.01 w^3"])
    expect(transitionRate(expression(text, 0))(0)).toBe(0);
});

test("energies far above the temperature neither overflow nor give NaN", () => {
  for (const temperature of [1e-300, 1e-9, 1e-3, 1]) {
    const rate = transitionRate(ohmicBath({ site: 1, temperature, cutoff: 1e9 }));
    for (const energy of [700, 710, 745, 746, 1e4, 1e6]) {
      const absorbed = rate(energy * Math.max(temperature, 1e-9));
      expect(absorbed).toBeGreaterThanOrEqual(0);
      expect(absorbed).toBeLessThan(1e-290);
      expectRelative(rate(-energy), 0.01 * energy * Math.exp(-energy / 1e9), 1e-14);
    }
  }
});

test("scaling every energy by s scales the rate by s", () => {
  forAll(fc.tuple(ohmicNumbers, scale(-6, 6)), 200, ([{ temperature, coupling, cutoff, energy }, s]) => {
    if (energy / temperature + energy / cutoff > 500) return;
    const rate = transitionRate(ohmicBath({ site: 1, temperature, coupling, cutoff }));
    const scaled = transitionRate(
      ohmicBath({ site: 1, temperature: s * temperature, coupling, cutoff: s * cutoff }),
    );
    const tolerance = 1e-14 * (1 + energy / temperature + energy / cutoff);
    for (const e of [energy, -energy, 0]) expectRelative(scaled(s * e), s * rate(e), tolerance);
  });
});

const probes = [-20, -3, -1, -1e-3, -1e-9, 0, 1e-9, 1e-3, 1, 3, 20];
const omega3 = (w: number): number => 0.01 * w ** 3 * Math.exp(-w / 10);

describe("a spectral density of your own", () => {
  test("written as the Ohmic expression gives the Ohmic rates", () => {
    const rate = transitionRate(expression("0.01 w exp(-w/10)"));
    const ohmic = transitionRate(ohmicBath({ site: 1, temperature: 2 }));
    for (const energy of probes) expectRelative(rate(energy), ohmic(energy), 1e-13);
  });

  test("as a function gives the rates of the same expression", () => {
    const rate = transitionRate(generalBath({ site: 1, temperature: 2, spectralDensity: omega3 }));
    const same = transitionRate(expression("0.01 w^3 exp(-w/10)"));
    for (const energy of probes.filter((e) => e !== 0)) expectRelative(rate(energy), same(energy), 1e-13);
    expect(Math.abs(rate(0) - same(0))).toBeLessThan(1e-15);
  });

  test("super-Ohmic: W(0) = 0 and detailed balance", () => {
    const rate = transitionRate(expression("0.01 w^3 exp(-w/10)"));
    expect(rate(0)).toBe(0);
    for (const energy of [1e-3, 1, 3, 20]) {
      expectRelative(rate(-energy), Math.exp(energy / 2) * rate(energy), 1e-13);
      expectRelative(rate(-energy) - rate(energy), omega3(energy), 1e-12 / Math.min(1, energy));
    }
  });

  test("takes its slope at zero from the function, or from slopeAtZero", () => {
    const spectralDensity = (w: number): number => (0.03 * w) / (1 + w * w);
    const read = transitionRate(generalBath({ site: 1, temperature: 2, spectralDensity }));
    expectRelative(read(0), 0.06, 1e-12);
    const told = transitionRate(generalBath({ site: 1, temperature: 2, spectralDensity, slopeAtZero: 0.03 }));
    expect(told(0)).toBe(0.06);
  });

  test.each([
    ["0.02 w / (1 + (w/5)^2)", 0.02],
    ["0.01 abs(w)", 0.01],
    ["0.01 w^1.5", 0],
    ["0.01 sin(w)^2", 0],
    ["w < 5 ? 0.01 w : 0.05 exp(5 - w)", 0.01],
    ["min(0.01 w, 1)", 0.01],
    ["0.01 w e^(-w/(3 pi))", 0.01],
    ["0.01 * tanh(w)", 0.01],
  ])("%s has slope %f at zero", (text, slope) => {
    const rate = transitionRate(expression(text));
    expect(Math.abs(rate(0) - 2 * slope)).toBeLessThan(1e-9);
    expect(rate(-1)).toBeGreaterThan(0);
  });

  test("solves as the Ohmic bath does", () => {
    const model = ringModel({ sites: 4, spinsUp: 2, interaction: 2.19, fields: [0, 2, 1, 0] });
    const general = steadyState(model, [
      expression("0.01 w exp(-w/10)"),
      ohmicBath({ site: 3, temperature: 1 }),
    ]);
    const ohmic = steadyState(
      model,
      [1, 3].map((site, i) => ohmicBath({ site, temperature: 2 - i })),
    );
    for (let k = 0; k < 6; k++) expectRelative(general.populations[k], ohmic.populations[k], 1e-11);
  });
});

describe("J near zero decides alike for text and functions:", () => {
  const both = (text: string, temperature: number, unit = 1): (() => number)[] => {
    const written = new Function(
      "w",
      `return ${text.replace(/(exp|log1p|log|sin|cos|tanh|min|max)/g, "Math.$1")}`,
    );
    const scaled = (w: number): number => unit * written(w / unit);
    const inUnits = text.replaceAll("w", `(w/${unit})`).replaceAll("**", "^");
    return [scaled, `${unit} * (${inUnits})`].map(
      (spectralDensity) => () =>
        transitionRate(generalBath({ site: 1, temperature: temperature * unit, spectralDensity }))(0),
    );
  };
  const temperatures = [1e-3, 0.7, 2, 1e4];

  test.each([
    "w**0.5",
    "0.01*w**0.9*exp(-w/10)",
    "w**0.99",
    "0.01*w*log(1+1/w)",
    "w*log1p(1/w)**0.5",
    "w+1e-6*w**0.5",
  ])("%s is refused by a warm bath, in any units, however weak, and taken at T = 0", (text) => {
    for (const strength of [1e-12, 1e12]) {
      for (const rate of both(`${strength}*(${text})`, 2)) {
        expect(refusal(rate)).toMatch(/must go to zero at least as fast as ω for a warm bath/);
      }
    }
    for (const temperature of temperatures) {
      for (const rate of [1, 1e-30, 1e30].flatMap((unit) => both(text, temperature, unit))) {
        expect(refusal(rate)).toMatch(/must go to zero at least as fast as ω for a warm bath/);
      }
    }
    for (const rate of both(text, 0)) expect(rate()).toBe(0);
  });

  test.each([
    ["0.01*w*exp(-w/10)", 0.01],
    ["w**1.1", 0],
    ["w**3*exp(-w/10)", 0],
    ["w*(1+w**0.5)", 1],
    ["0.02*w/((w*w-16)**2+0.25*w*w)", 0.02 / 256],
    ["min(0.01*w,1)", 0.01],
    ["max(0,w-30)", 0],
    ["exp(-1/w)", 0],
    ["w*(2+exp(-1/w))", 2],
    ["tanh(w/1e-6)", 1e6],
    ["0*w", 0],
  ])("%s has the slope %f, in any units", (text, slope) => {
    for (const temperature of temperatures) {
      for (const unit of [1, 1e-30, 1e30]) {
        for (const rate of both(text, temperature, unit)) {
          expect(Math.abs(rate() / (unit * temperature) - slope)).toBeLessThanOrEqual(1e-12 * (slope || 1));
        }
      }
    }
  });

  test("differences that cancel near zero keep their slope, to the digits that are left", () => {
    const [asFunction, asText] = both("exp(-w/10)-exp(-w/5)", 2);
    expectRelative(asFunction(), 0.2, 1e-7);
    expectRelative(asText(), 0.2, 1e-14);
  });

  test("a table of values, a straight line between each two, has the slope of its first line", () => {
    const heights = [0, 0.03, 0.05, 0.04, 0];
    const table = (w: number): number => {
      const k = Math.min(Math.floor(w), 3);
      return w > 4 ? 0 : heights[k] + (heights[k + 1] - heights[k]) * (w - k);
    };
    for (const temperature of temperatures) {
      const rate = transitionRate(generalBath({ site: 1, temperature, spectralDensity: table }));
      expectRelative(rate(0), 0.03 * temperature, 1e-13);
    }
  });

  test("J < 0 near zero is named as such, J < 0 elsewhere does not matter before it is used", () => {
    for (const rate of both("-0.01*w", 2)) expect(refusal(rate)).toContain("J(2) = -0.02");
    for (const rate of both("w*w-w", 0.5)) expect(refusal(rate)).toContain("J(0.5) = -0.25");
    for (const rate of both("0*w/0", 2)) expect(refusal(rate)).toContain("J(2) = NaN");
    const dips = generalBath({
      site: 1,
      temperature: 2,
      spectralDensity: (w) => (w > 0.4 && w < 3 ? -0.01 * w : w),
    });
    expect(transitionRate(dips)(0)).toBe(2);
    expect(refusal(() => transitionRate(dips)(0.5))).toContain("J(0.5) = -0.005");
  });

  test("a slope that is given is taken, unless it is negative", () => {
    const bath = { site: 1, temperature: 2, spectralDensity: (w: number) => w ** 0.9 };
    expect(transitionRate(generalBath({ ...bath, slopeAtZero: 0.3 }))(0)).toBe(0.6);
    expect(refusal(() => generalBath({ ...bath, slopeAtZero: -1 }))).toContain("bath.slopeAtZero must be");
  });

  test("at T = 0 it must vanish, so that W(0) has a meaning", () => {
    for (const rate of both("1/w", 0)) expect(refusal(rate)).toContain("J(0) = Infinity");
  });
});

describe("an expression is refused that", () => {
  test.each([
    ["has an unknown symbol", "0.01 x exp(-x)", "x"],
    ["has a unit", "3 cm w", "cm"],
    ["cannot be read", "0.01 w exp(-w/10", "char"],
    ["is only an operator", "*", "char"],
    ["is empty", "", ""],
    ["is blank", "   ", ""],
    ["is imaginary", "i w", "i"],
    ["assigns", "a = w", "a = w"],
    ["defines a function", "f(w) = w", "f(w)"],
    ["imports", "import({ a: 1 })", "import"],
    ["evaluates", 'evaluate("w")', "evaluate"],
    ["parses", 'parse("w")', "parse"],
    ["creates units", 'createUnit("foo")', "createUnit"],
    ["is random", "random() w", "random"],
    ["reaches for the constructor", 'w.constructor("return 1")()', ""],
    ["reaches for a property by index", 'w["constructor"]', ""],
    ["calls an inherited name", "toString(w)", "toString"],
    ["names an inherited property", "constructor", "constructor"],
    ["makes a list", "[w, w]", "[w, w]"],
    ["makes an object", "{ a: w }", "{"],
    ["has two statements", "w; w^2", ""],
    ["has two lines", "w\nw^2", ""],
    ["is text", '"w"', ""],
    ["is a function without argument", "exp", "exp"],
    ["is true", "true", ""],
    ["is very long", `x + ${"w + ".repeat(500)}w`, "x"],
  ])("%s", (_, text, echoed) => {
    const message = refusal(() => transitionRate(expression(text))(-3));
    expect(message).toMatch(/spectralDensity|spectral density/);
    expect(message).toContain(echoed);
  });
});

describe("a spectral density is refused that", () => {
  const rateAt = (bath: Bath, energy: number) => () => transitionRate(bath)(energy);

  test.each([
    ["is negative", "-0.01 w", "J(3) = -0.03"],
    ["is complex", "0.01 w sqrt(1 - w)", "J(3) = "],
    ["is infinite", "1 / (w - 3)^2", "Infinity"],
    ["is not a number", "0.01 w + 0 log(3 - w)", "J(3) = "],
  ])("%s where it is needed", (_, text, echoed) => {
    const message = refusal(rateAt(expression(text), -3));
    expect(message).toMatch(/^the spectral density of the bath at site 1 must be /);
    expect(message).toContain(echoed);
  });

  test.each([
    ["w^0.5", "√ω"],
    ["sqrt(w)", "√ω"],
    ["1", "a constant"],
    ["0.1 + w", "ω and a constant"],
    ["cos(w)^2", "1 at zero"],
    ["1 / w", "1/ω"],
    ["-w * log(w)", "ω log ω"],
  ])("does not vanish as ω for a warm bath: %s", (text) => {
    expect(refusal(rateAt(expression(text), 0))).toMatch(/must go to zero at least as fast as ω/);
  });

  test("has a negative slope at zero", () => {
    refusal(rateAt(expression("w^2 - w"), 0));
    refusal(rateAt(generalBath({ site: 1, temperature: 1, spectralDensity: (w) => -w }), 0));
  });

  test("is a function that returns no number", () => {
    const spectralDensity = (() => undefined) as unknown as (w: number) => number;
    refusal(rateAt(generalBath({ site: 1, temperature: 1, spectralDensity }), 1));
    refusal(rateAt(generalBath({ site: 1, temperature: 1, spectralDensity: () => Number.NaN }), -1));
  });
});

test("an expression without real values is refused when the bath is made", () => {
  const make = () => generalBath({ site: 1, temperature: 1, spectralDensity: "w sqrt(-w)" });
  expect(refusal(make)).toMatch(/^bath\.spectralDensity must be an expression in w with real values, got /);
});
