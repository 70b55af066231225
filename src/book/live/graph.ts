// Which cells hang on which: a cell needs the cells that make its names, and a name belongs to one cell.

/** What is known of a cell without running it. */
export interface CellNames {
  /** the names that it makes */
  readonly makes: readonly string[];
  /** of these, the ones that it imports: a module, and what of it */
  readonly imports?: Readonly<Record<string, string>>;
  /** the names of other cells that it uses */
  readonly needs: readonly string[];
}

/**
 * The names of others that a cell would take, each with the place of its owner. An import of the same thing of the same
 * module is the same name, which any number of cells may make.
 */
export function takenFrom(
  cells: readonly CellNames[],
  cell: CellNames & { readonly assigns: readonly string[] },
  place: number,
): { readonly name: string; readonly owner: number }[] {
  return [...cell.makes, ...cell.assigns].flatMap((name) => {
    const [ours, owner] = [
      cell.imports?.[name],
      cells.findIndex((each, i) => i !== place && each.makes.includes(name)),
    ];
    return owner < 0 || (ours !== undefined && ours === cells[owner].imports?.[name])
      ? []
      : [{ name, owner }];
  });
}

/** For each cell the cells that it needs, by their places. */
export function needsOf(cells: readonly CellNames[]): number[][] {
  const makers = new Map<string, number>();
  for (const [i, { makes }] of cells.entries())
    for (const name of makes) if (!makers.has(name)) makers.set(name, i);
  return cells.map(({ needs }, i) => {
    const found = needs.flatMap((name) => makers.get(name) ?? []);
    return [...new Set(found)].filter((maker) => maker !== i).sort((a, b) => a - b);
  });
}

/**
 * The cells to run when one is asked for, in order: what it needs, and has no value as it stands now, before it; after
 * it what hangs on these and is to follow, with what that needs.
 *
 * @param needs for each cell the cells that it needs
 * @param isValid whether a cell's values are there, as the cell stands now
 * @param follows whether a cell is to follow of itself
 */
export function planRun(
  asked: number,
  needs: readonly (readonly number[])[],
  isValid: (cell: number) => boolean,
  follows: (cell: number) => boolean,
): { before: number[]; after: number[] } {
  const before: number[] = [];
  const seen = new Set([asked]);
  const visit = (cell: number, found: number[]): void => {
    for (const needed of needs[cell]) {
      if (seen.has(needed)) continue;
      seen.add(needed);
      visit(needed, found);
      if (!isValid(needed) || needs[needed].some((each) => found.includes(each))) found.push(needed);
    }
  };
  visit(asked, before);
  const after = hangingOn([...before, asked], needs, follows);
  for (const each of after) seen.add(each);
  for (const each of [...after]) visit(each, after);
  return { before, after: after.sort((a, b) => a - b) };
}

/** The cells that hang on some, if they follow, and on those that do. */
export function hangingOn(
  some: readonly number[],
  needs: readonly (readonly number[])[],
  follows: (cell: number) => boolean,
): number[] {
  const renewed = new Set(some);
  // a name is made before it is used, but for functions that are called later: go round until nothing is added
  for (let grown = true; grown; ) {
    grown = false;
    for (let cell = 0; cell < needs.length; cell++) {
      if (renewed.has(cell) || !follows(cell) || !needs[cell].some((each) => renewed.has(each))) continue;
      renewed.add(cell);
      grown = true;
    }
  }
  return [...renewed].slice(some.length);
}
