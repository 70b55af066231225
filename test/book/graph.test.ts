import { describe, expect, test } from "vitest";
import { hangingOn, needsOf, planRun, takenFrom } from "../../src/book/live/graph";

const cells = [
  { makes: ["model"], needs: [] },
  { makes: ["state"], needs: ["model"] },
  { makes: ["heat"], needs: ["state", "model"] },
  { makes: ["other"], needs: [] },
  { makes: [], needs: ["heat", "other", "console"] },
];
const needs = needsOf(cells);
const never = () => false;
const always = () => true;

test("a cell needs the cells that make its names", () => {
  expect(needs).toEqual([[], [0], [0, 1], [], [2, 3]]);
});

test("a name belongs to the cell that made it first, but for the same import of the same module", () => {
  const above = [{ makes: ["a", "sum"], imports: { sum: "sum of m" }, needs: [] }];
  const taken = (makes: string[], assigns: string[] = [], of = "sum of m") =>
    takenFrom(above, { makes, assigns, imports: { sum: of }, needs: [] }, 1).map(({ name }) => name);
  expect(taken(["sum", "b"])).toEqual([]);
  expect(taken(["a"])).toEqual(["a"]);
  expect(taken([], ["a"])).toEqual(["a"]);
  expect(taken(["sum"], [], "sum of other")).toEqual(["sum"]);
  expect(needsOf([...above, { makes: ["sum"], needs: [] }, { makes: [], needs: ["sum"] }])).toEqual([
    [],
    [],
    [0],
  ]);
});

describe("a run", () => {
  test("begins with all that is needed and not there, in order", () => {
    expect(planRun(4, needs, never, never)).toEqual({ before: [0, 1, 2, 3], after: [] });
    expect(planRun(4, needs, (cell) => cell < 2, never)).toEqual({ before: [2, 3], after: [] });
    expect(planRun(4, needs, always, never)).toEqual({ before: [], after: [] });
  });

  test("renews what rests on something that has to be renewed", () => {
    // the state is there, but its model is not
    expect(planRun(2, needs, (cell) => cell === 1, never)).toEqual({ before: [0, 1], after: [] });
  });

  test("ends with what hangs on it and had been run, and on nothing else", () => {
    expect(planRun(1, needs, always, always)).toEqual({ before: [], after: [2, 4] });
    expect(planRun(1, needs, always, (cell) => cell === 4)).toEqual({ before: [], after: [] });
    expect(planRun(3, needs, always, always)).toEqual({ before: [], after: [4] });
  });

  test("brings what is not there for what follows", () => {
    // heat follows the model; other has never run
    expect(planRun(0, needs, (cell) => cell === 1, always)).toEqual({ before: [], after: [1, 2, 3, 4] });
  });

  test("what hangs on a cell that does not follow does not follow either", () => {
    expect(hangingOn([0], needs, (cell) => cell !== 1)).toEqual([2, 4]);
    expect(hangingOn([1], needs, (cell) => cell !== 2)).toEqual([]);
  });

  test("comes to an end where functions call each other across cells", () => {
    const mutual = needsOf([
      { makes: ["even"], needs: ["odd"] },
      { makes: ["odd"], needs: ["even"] },
    ]);
    expect(planRun(0, mutual, never, always)).toEqual({ before: [1], after: [] });
  });
});
