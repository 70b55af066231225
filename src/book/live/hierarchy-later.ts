// In place of states/hierarchy-state.ts: the hierarchy of equations is brought where a cell speaks of it (parts.ts).
import { InputError } from "../../input/guards";
import type * as hierarchy from "../../states/hierarchy-state";
import { of } from "./loader";

export const hierarchyState: typeof hierarchy.hierarchyState = (...asked) => {
  const { hierarchyState } = of<Partial<typeof hierarchy>>("states/hierarchy-state");
  if (hierarchyState) return hierarchyState(...asked);
  throw new InputError(
    `a page brings the equation "hierarchy" for a cell that has its name: write it in this cell`,
  );
};
