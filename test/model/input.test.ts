import { describe, expect, test, vi } from "vitest";
import { type Bath, generalBath, ohmicBath } from "../../src/baths/bath";
import { type ModelDescription, modelFromDescription } from "../../src/description";
import { codeOf, InputError } from "../../src/input/guards";
import { type RingOptions, ringModel, type SpinModelOptions, spinModel } from "../../src/model/model";
import { spinCurrents as currents } from "../../src/observables/currents";
import { solve } from "../../src/solve";
import { steadyState } from "../../src/states/steady-state";
import { refusal } from "../support/refusal";

const bath = { site: 1, temperature: 2, coupling: 0.01, cutoff: 10 };
const bath3 = { ...bath, site: 3, temperature: 1 };
const description = {
  sites: 4,
  spinsUp: 2,
  exchange: 1,
  interaction: 2.19,
  fields: [0, 2, 1, 0],
  baths: [bath, bath3],
};

test("the description that the tables below spoil is itself accepted", () => {
  expect(() => solve(description)).not.toThrow();
});

const notNumbers: [unknown, string][] = [
  ["1", '"1"'],
  [true, "true"],
  [[1], "[1]"],
  [{}, "{}"],
  [null, "null"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "Infinity"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
  [10n, "10"],
  [() => 1, "a function"],
];

// field, wrong values with the way each is echoed
const inModel: [string, [unknown, string][]][] = [
  ["sites", [...notNumbers, [0, "0"], [1, "1"], [-4, "-4"], [31, "31"], [4.5, "4.5"], [1e300, "1e+300"]]],
  ["spinsUp", [...notNumbers, [-1, "-1"], [5, "5"], [1.5, "1.5"]]],
  ["exchange", notNumbers],
  ["interaction", notNumbers],
  [
    "fields",
    [
      [1, "1"],
      ["0,2,1,0", '"0,2,1,0"'],
      [null, "null"],
      [{ 2: 2 }, '{"2":2}'],
      [[], "0 of them"],
      [[0, 2, 1], "3 of them"],
      [[0, 2, 1, 0, 0], "5 of them"],
      [[0, 2, "1", 0], '"1"'],
      [[0, 2, null, 0], "null"],
      [[0, Number.NaN, 1, 0], "NaN"],
      [[0, 2, 1, [0]], "[0]"],
    ],
  ],
];
const inBath: [string, [unknown, string][]][] = [
  ["site", [...notNumbers, [0, "0"], [5, "5"], [-1, "-1"], [1.5, "1.5"], [undefined, "nothing"]]],
  ["temperature", [...notNumbers, [-1, "-1"], [-1e-300, "-1e-300"], [undefined, "nothing"]]],
  ["coupling", [...notNumbers, [-0.01, "-0.01"]]],
  ["cutoff", [...notNumbers, [0, "0"], [-10, "-10"]]],
];

describe.each(inModel)("a wrong %s in a description is named and echoed:", (field, values) => {
  test.each(values)("%s", (value, echoed) => {
    const message = refusal(() => solve({ ...description, [field]: value } as ModelDescription));
    expect(message).toMatch(new RegExp(`^${field}(\\.\\d)? must be `));
    expect(message).toContain(`got ${echoed}`);
  });
});

describe.each(inBath)("a wrong %s in the second bath is named and echoed:", (field, values) => {
  test.each(values)("%s", (value, echoed) => {
    const baths = [bath, { ...bath, [field]: value }] as Bath[];
    for (const act of [() => solve({ ...description, baths }), () => steadyState(ringModel(ring), baths)]) {
      const message = refusal(act);
      expect(message).toMatch(new RegExp(`^baths\\.2\\.${field} must be `));
      expect(message).toContain(`got ${echoed}`);
    }
  });
});

test("what a number may be at least, and what it must be above, is told apart", () => {
  const told = (field: string, value: number) =>
    refusal(() => solve({ ...description, baths: [{ ...bath, [field]: value }] }));
  expect(told("cutoff", 0)).toBe("baths.1.cutoff must be a finite number above 0, got 0");
  expect(told("temperature", -1)).toBe("baths.1.temperature must be a finite number of at least 0, got -1");
});

const ring: RingOptions = { sites: 4, spinsUp: 2, fields: [0, 2, 1, 0] };

test("a list of fields with holes in it is refused", () => {
  const fields = new Array<number>(4);
  fields[1] = 2;
  expect(refusal(() => ringModel({ ...ring, fields }))).toMatch(
    /^fields\.1 must be a finite number, got nothing/,
  );
});

test.each(["sites", "baths"])("a description without %s is refused", (field) => {
  const { [field as "sites"]: _, ...rest } = description;
  expect(refusal(() => solve(rest as unknown as ModelDescription))).toMatch(
    new RegExp(`^${field} is required`),
  );
});

test.each([
  ["null", null],
  ["a number", 4],
  ["a list", [description]],
  ["text", "ring"],
  ["nothing", undefined],
])("%s is no description", (_, value) => {
  expect(refusal(() => solve(value as unknown as ModelDescription))).toMatch(
    /^model must be an object, got /,
  );
});

test.each([
  ["not a list", { site: 1, temperature: 2 }],
  ["a number", 5],
  ["null", null],
  ["empty", []],
])("baths that are %s are refused", (_, baths) => {
  expect(refusal(() => solve({ ...description, baths } as unknown as ModelDescription))).toMatch(
    /^baths must be a list of at least one bath/,
  );
});

test.each([null, 5, "left", [1, 2]])("%j is no bath", (value) => {
  const message = refusal(() =>
    solve({ ...description, baths: [bath, value] } as unknown as ModelDescription),
  );
  expect(message).toBe(`baths.2 must be an object, got ${JSON.stringify(value)}`);
});

test("a field that is not known is named, with those that are", () => {
  const spoiled = { ...description, interactoin: 2 } as ModelDescription;
  expect(refusal(() => solve(spoiled))).toMatch(/^model has no field "interactoin": it takes .*interaction/);
  const hot = { ...description, baths: [{ ...bath, temprature: 2 } as Bath] } as ModelDescription;
  expect(refusal(() => solve(hot))).toMatch(/^baths\.1 has no field "temprature": it takes .*temperature/);
  expect(refusal(() => ringModel({ ...ring, bonds: [] } as RingOptions))).toMatch(/has no field "bonds"/);
  const graph = { sites: 2, spinsUp: 1, bonds: [], exchange: 1 } as SpinModelOptions;
  expect(refusal(() => spinModel(graph))).toMatch(/^model has no field "exchange": it takes .*bonds/);
  expect(refusal(() => ohmicBath({ ...bath, J: 1 } as typeof bath))).toMatch(/has no field "J"/);
  expect(refusal(() => steadyState(ringModel(ring), [bath], { secullar: 1 } as object))).toMatch(
    /"secullar"/,
  );
});

test("a field name of several lines is echoed on one", () => {
  const spoiled = { ...description, "a\nb": 1, ["x".repeat(500)]: 1 } as ModelDescription;
  expect(refusal(() => solve(spoiled))).toContain('"a\\nb"');
});

test("a value is echoed on one line, whatever separates its lines", () => {
  const spoiled = {
    ...description,
    interaction: { "a\u2028b": "c\u2029  d" },
  } as unknown as ModelDescription;
  expect(refusal(() => solve(spoiled))).toMatch(/got {"a b":"c d"}$/);
});

test("what is thrown has a code: its own, too large where no memory was left, bad input from a function of the user's", () => {
  expect(codeOf(new InputError("no", "not-unique"))).toBe("not-unique");
  expect(codeOf(new RangeError("Array buffer allocation failed"))).toBe("too-large");
  expect(codeOf(new RangeError("Invalid typed array length: 9e15"))).toBe("too-large");
  expect(codeOf(new RangeError("Maximum call stack size exceeded"))).toBe("bad-input");
  expect(codeOf(new TypeError("no allocation"))).toBe("bad-input");
  expect(codeOf("text")).toBe("bad-input");
});

test("an expression nested too deeply is refused, not a failure", () => {
  for (const text of [Array(2e4).fill("w").join("+"), `${"(".repeat(1e5)}w${")".repeat(1e5)}`]) {
    const baths = [{ site: 1, temperature: 2, spectralDensity: text }];
    expect(refusal(() => solve({ ...description, baths }))).toMatch(
      /^baths\.1\.spectralDensity must be an expression in w .*: Maximum call stack/,
    );
  }
});

test("a long value is shortened in the message", () => {
  const fields = "x".repeat(1000) as unknown as number[];
  expect(refusal(() => ringModel({ ...ring, fields })).length).toBeLessThan(150);
});

test.each([
  [30, 15],
  [16, 8],
  [20, 10],
])("a sector too large for memory (%i sites, %i up) is refused before it is built", (sites, spinsUp) => {
  const message = refusal(() => solve({ sites, spinsUp, fields: range(sites), baths: [bath] }));
  expect(message).toMatch(new RegExp(`^sites = ${sites} with spinsUp = ${spinsUp} has \\d+ states .* GB`));
});

const range = (n: number): number[] => Array.from({ length: n }, (_, l) => l / n);

describe("a bond that cannot be is refused:", () => {
  const good = { from: 1, to: 2, exchange: 1, interaction: 0 };
  const cases: [string, unknown, RegExp][] = [
    ["no list", "ring", /^bonds must be a list of bonds, got "ring"/],
    ["absent", undefined, /^bonds must be a list of bonds, got nothing/],
    ["null among them", [null], /^bonds\.1 must be an object, got null/],
    ["from 0", [{ ...good, from: 0 }], /^bonds\.1\.from must be an integer from 1 to 3, got 0/],
    ["to beyond the last site", [{ ...good, to: 4 }], /^bonds\.1\.to must be an integer from 1 to 3, got 4/],
    ["to itself", [{ ...good, to: 1 }], /^bonds\.1\.to must be another site than 1, got 1/],
    ["the same again", [good, { ...good }], /^bonds\.2 joins sites 1 and 2 a second time/],
    [
      "the same turned round",
      [good, { ...good, from: 2, to: 1 }],
      /^bonds\.2 joins sites 2 and 1 a second time/,
    ],
    ["an exchange of null", [{ from: 1, to: 2, exchange: null }], /^bonds\.1\.exchange .* got null/],
    ["NaN", [{ ...good, interaction: Number.NaN }], /^bonds\.1\.interaction .* got NaN/],
    ["an unknown field", [{ ...good, field: 2 }], /^bonds\.1 has no field "field"/],
  ];
  test.each(cases)("%s", (_, bonds, message) => {
    const options = { sites: 3, spinsUp: 1, bonds } as unknown as SpinModelOptions;
    expect(refusal(() => spinModel(options))).toMatch(message);
  });
});

test("a sector too large for the memory that is free is refused, with what would fit", () => {
  const free = vi.spyOn(process, "availableMemory").mockReturnValue(2e8);
  const model = ringModel({ sites: 12, spinsUp: 6, fields: Array.from({ length: 12 }, (_, l) => l) });
  expect(refusal(() => steadyState(model, [bath]))).toMatch(
    /needs about 0.5 GB: at most 319 states fit in 0.2 GB/,
  );
  free.mockRestore();
});

test.each([
  ["a number", 0.01, /^bath\.spectralDensity must be .* got 0\.01/],
  ["absent", undefined, /^bath\.spectralDensity must be .* got nothing/],
])("a spectral density that is %s is refused", (_, spectralDensity, message) => {
  const options = { site: 1, temperature: 1, spectralDensity } as unknown as Parameters<
    typeof generalBath
  >[0];
  expect(refusal(() => generalBath(options))).toMatch(message);
});

test.each([
  ["negative", -1, "-1"],
  ["NaN", Number.NaN, "NaN"],
  ["text", "fast", '"fast"'],
  ["a number as text", "1", '"1"'],
  ["null", null, "null"],
])("a secular cutoff that is %s is refused", (_, secular, echoed) => {
  const options = { secular } as { secular: number };
  expect(refusal(() => steadyState(ringModel(ring), [bath], options))).toMatch(
    new RegExp(`^secular must be .* got ${echoed}$`),
  );
});

test("options are refused before anything is computed, also where a sector would take long", () => {
  const large = ringModel({ sites: 12, spinsUp: 6, fields: range(12) });
  for (const options of [
    { secular: -1 },
    { lambShift: 1 },
    { method: "fast" },
    { initial: "↑" },
  ] as object[]) {
    const [field] = Object.keys(options);
    expect(refusal(() => steadyState(large, [bath], options))).toMatch(new RegExp(`^${field} must be `));
  }
});

describe("a description", () => {
  const ends = [1, 2, 3, 4].map((from) => ({ from, to: (from % 4) + 1 }));
  const { exchange, interaction, ...rest } = description;

  test("of a ring bond by bond is the ring", () => {
    const bonds = ends.map((bond) => ({ ...bond, interaction }));
    expect(solve({ ...rest, bonds })).toEqual(solve(description));
  });

  test("of a graph is solved as that graph, its bonds in their order", () => {
    const bonds = [
      { from: 2, to: 4 },
      { from: 1, to: 2, exchange: 0.5 },
      { from: 3, to: 2, interaction: 1 },
    ];
    const { heatCurrents, bathHeat, spinCurrents } = solve({ ...rest, bonds });
    const state = steadyState(spinModel({ sites: 4, spinsUp: 2, fields: rest.fields, bonds }), rest.baths);
    expect(heatCurrents).toEqual({});
    expect([bathHeat, spinCurrents]).toEqual([Array.from(state.bathHeat), Array.from(currents(state))]);
  });

  test("of a graph with the exchange or interaction of a ring besides is refused", () => {
    for (const given of [{ exchange }, { interaction }]) {
      const [[field, value]] = Object.entries(given);
      expect(refusal(() => solve({ ...rest, ...given, bonds: ends }))).toBe(
        `${field} must be left out where bonds are given, each has its own, got ${value}`,
      );
    }
  });

  test("carries what steadyState is told, and every field of a bath", () => {
    const baths = [
      { site: 1, temperature: 2, spectralDensity: "0.01 w exp(-w/5)", slopeAtZero: 0.01 },
      bath3,
    ];
    for (const options of [{ secular: "full" }, { secular: 0.5 }, { lambShift: true }] as const) {
      const state = steadyState(modelFromDescription(description).model, baths, options);
      expect(solve({ ...description, baths, ...options }).bathHeat).toEqual(Array.from(state.bathHeat));
    }
    const symmetric = { ...description, fields: [0, 0, 1, 0] };
    const { model, baths: both } = modelFromDescription(symmetric);
    for (const initial of ["↑↑↓↓", { temperature: 1 }]) {
      const { populations } = steadyState(model, both, { initial });
      expect(solve({ ...symmetric, initial }).populations).toEqual(Array.from(populations));
    }
    expect(refusal(() => solve({ ...description, secular: "most" as "full" }))).toMatch(/^secular must be /);
    expect(refusal(() => solve({ ...description, initial: { real: [1], imag: [0] } }))).toBe(
      "initial.real must be a list of 36 numbers, for the 6 states of the sector, got 1 of them",
    );
    expect(refusal(() => solve({ ...description, method: "dense" } as ModelDescription))).toMatch(
      /^model has no field "method"/,
    );
  });
});

test("a single spin is a model, but no ring, and has no bond", () => {
  const single = { sites: 1, fields: [0.5], baths: [{ site: 1, temperature: 1, operator: "x" as const }] };
  expect(solve({ ...single, bonds: [] }).energies).toEqual([-0.5, 0.5]);
  expect(refusal(() => solve(single))).toBe("sites must be an integer from 2 to 30, got 1");
  expect(refusal(() => solve({ ...single, bonds: [{ from: 1, to: 2 }] }))).toMatch(/^bonds\.1\.to must be/);
});

test("a site of a bath beyond the last is refused with the sites there are", () => {
  expect(refusal(() => solve({ ...description, baths: [{ ...bath, site: 99 }] }))).toBe(
    "baths.1.site must be an integer from 1 to 4, got 99",
  );
});

test("a bond without exchange and interaction has an exchange of 1 and no interaction", () => {
  const [bond] = spinModel({ sites: 2, spinsUp: 1, bonds: [{ from: 1, to: 2 }] }).bonds;
  expect(bond).toEqual({ from: 1, to: 2, exchange: 1, interaction: 0 });
});

test("a model that was not built by a builder is checked all the same", () => {
  const model = { ...ringModel(ring), spinsUp: 7 };
  expect(refusal(() => steadyState(model, [bath]))).toBe("spinsUp must be an integer from 0 to 4, got 7");
});

test("defaults fill what a description leaves out", () => {
  const { model, baths } = modelFromDescription({
    sites: 4,
    spinsUp: 2,
    baths: [{ site: 1, temperature: 2 }],
  });
  expect(model).toEqual(
    ringModel({ sites: 4, spinsUp: 2, exchange: 1, interaction: 0, fields: [0, 0, 0, 0] }),
  );
  expect(baths).toEqual([{ site: 1, temperature: 2, coupling: 0.01, cutoff: 10 }]);
});

test("rates that overflow are refused where nothing else has to be solved for", () => {
  const baths = [{ site: 3, temperature: 1e30, spectralDensity: "1e300 w" }];
  expect(refusal(() => solve({ sites: 3, spinsUp: 0, fields: [1, 2, 3], baths }))).toMatch(
    /^residual of the certificate must be finite, got NaN/,
  );
});

test("fields so strong that the energies overflow are refused as input, not as a failure of the solver", () => {
  refusal(() => solve({ ...description, fields: [1e308, 0.8e308, 0.3e308, -1e308] }));
});

describe("loops of a description", () => {
  const bowtie: ModelDescription = {
    sites: 5,
    spinsUp: 2,
    bonds: [
      [1, 2],
      [2, 3],
      [3, 1],
      [3, 4],
      [4, 5],
      [5, 3],
    ].map(([from, to]) => ({ from, to, interaction: 1 })),
    fields: [0, 2, 1, 0.5, -1],
    baths: [
      { site: 1, temperature: 2 },
      { site: 5, temperature: 1 },
    ],
  };

  test("are those it names, or the smallest there are", () => {
    const sitesOf = (description: ModelDescription) => solve(description).loops?.map(({ sites }) => sites);
    expect(sitesOf(bowtie)).toEqual([
      [1, 2, 3],
      [3, 4, 5],
    ]);
    expect(sitesOf({ ...bowtie, loops: [[5, 4, 3]] })).toEqual([[5, 4, 3]]);
  });

  test("leave out what the secular equation has not", () => {
    const result = solve({ ...bowtie, secular: "full" });
    expect("loops" in result || "bondHeat" in result).toBe(false);
  });

  test("that are no cycles are refused before any work", () => {
    const loops = [[1, 2, 4]];
    expect(() => solve({ ...bowtie, loops })).toThrow("loops.1 is no cycle: no bond joins sites 2 and 4");
  });
});
