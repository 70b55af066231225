// The loops of a graph: a basis of its cycles with as few bonds as can be, and cycles that a user names.
//
// Cycles are added modulo 2, a bond that two of them share drops out. By Horton (1987) a smallest basis is among the
// cycles that one bond and the shortest paths from one site to its two ends make; the shortest that are independent
// are it.
import { InputError, refuse } from "../input/guards";
import { entry } from "../input/path";
import type { Position, SpinModel } from "./model";

/** A closed way along bonds: each site once, the last joined with the first. */
export type Cycle = readonly number[];

type Graph = Pick<SpinModel, "sites" | "bonds" | "positions">;

/** A bond on a way, by its index in `model.bonds`, and whether the way runs it from → to (1) or back (−1). */
export interface Step {
  readonly bond: number;
  readonly sense: 1 | -1;
}

/**
 * A smallest cycle basis. Each cycle begins at its lowest site and goes to the lower of that site's two neighbours
 * first, so that a ring is 1, 2, …, N; where sites have positions it goes clockwise, as drawn. Shorter cycles come first.
 *
 * @example cycleBasis(ringModel({ sites: 4, spinsUp: 2 })) // [[1, 2, 3, 4]]
 */
export function cycleBasis(graph: Pick<SpinModel, "sites" | "bonds" | "positions">): Cycle[] {
  const { sites, bonds } = graph;
  const candidates = new Map<string, Cycle>();
  for (let root = 1; root <= sites; root++) {
    const paths = shortestPaths(graph, root);
    for (const { from, to } of bonds) {
      const [there, back] = [paths[from], paths[to]];
      if (!there || !back || there.some((site) => site !== root && back.includes(site))) continue;
      const cycle = [...there, ...back.slice(1).reverse()];
      if (cycle.length > 2) candidates.set(String(fromLowest(cycle)), fromLowest(cycle));
    }
  }
  const ordered = [...candidates.values()].sort((a, b) => a.length - b.length || compare(a, b));
  const independent = new Independent();
  const basis = ordered.filter((cycle) => independent.add(cycleSteps(graph, cycle)));
  const { positions } = graph;
  return positions ? basis.map((cycle) => clockwise(cycle, positions)) : basis;
}

/** A cycle from its first site on, the way round that is clockwise in a drawing. */
export function clockwise(cycle: Cycle, positions: readonly Position[]): Cycle {
  const area = cycle.reduce((sum, site, k) => {
    const [[x, y], [u, v]] = [positions[site - 1], positions[cycle[(k + 1) % cycle.length] - 1]];
    return sum + x * v - y * u;
  }, 0);
  return area > 0 ? [cycle[0], ...cycle.slice(1).reverse()] : cycle;
}

/**
 * Checks cycles that a user names.
 *
 * @throws InputError naming the cycle, what is wrong and what is allowed
 */
export function checkCycles(graph: Graph, cycles: readonly Cycle[]): readonly Cycle[] {
  if (!Array.isArray(cycles)) refuse("loops", "a list of cycles of sites", cycles);
  const independent = new Independent();
  cycles.forEach((cycle: Cycle, i) => {
    const name = entry("loops", i);
    const isSite = (site: unknown): boolean =>
      Number.isInteger(site) && Number(site) >= 1 && Number(site) <= graph.sites;
    if (!Array.isArray(cycle) || cycle.length < 3 || !cycle.every(isSite)) {
      refuse(name, `at least three sites from 1 to ${graph.sites}`, cycle);
    }
    cycle.forEach((site, k) => {
      if (cycle.indexOf(site) !== k) throw new InputError(`${name} passes site ${site} twice`);
      const next = cycle[(k + 1) % cycle.length];
      if (!stepBetween(graph, site, next)) {
        throw new InputError(`${name} is no cycle: no bond joins sites ${site} and ${next}`);
      }
    });
    if (!independent.add(cycleSteps(graph, cycle))) {
      throw new InputError(`${name} is made of the loops before it: leave it out`);
    }
  });
  return cycles;
}

/** The bonds of a cycle in its order. */
export function cycleSteps(graph: Graph, cycle: Cycle): Step[] {
  return cycle.map((site, k) => stepBetween(graph, site, cycle[(k + 1) % cycle.length]) as Step);
}

function stepBetween({ bonds }: Graph, here: number, there: number): Step | undefined {
  const bond = bonds.findIndex(({ from, to }) =>
    from === here ? to === there : from === there && to === here,
  );
  return bond < 0 ? undefined : { bond, sense: bonds[bond].from === here ? 1 : -1 };
}

/** A shortest path from a site to every other that can be reached, by site; of several the one with the lowest sites. */
function shortestPaths({ sites, bonds }: Graph, root: number): (number[] | undefined)[] {
  const neighbours = Array.from({ length: sites + 1 }, (): number[] => []);
  for (const { from, to } of bonds) {
    neighbours[from].push(to);
    neighbours[to].push(from);
  }
  const paths: (number[] | undefined)[] = new Array(sites + 1).fill(undefined);
  paths[root] = [root];
  const queue = [root];
  for (const site of queue) {
    for (const next of neighbours[site].sort((a, b) => a - b)) {
      if (paths[next]) continue;
      paths[next] = [...(paths[site] as number[]), next];
      queue.push(next);
    }
  }
  return paths;
}

function fromLowest(cycle: Cycle): Cycle {
  const start = cycle.indexOf(Math.min(...cycle));
  const turned = [...cycle.slice(start), ...cycle.slice(0, start)];
  return turned[1] < turned[turned.length - 1] ? turned : [turned[0], ...turned.slice(1).reverse()];
}

const compare = (a: Cycle, b: Cycle): number => {
  const k = a.findIndex((site, i) => site !== b[i]);
  return k < 0 ? 0 : a[k] - b[k];
};

/** Sets of bonds that are no sums of others, modulo 2. */
class Independent {
  private readonly rows = new Map<number, Set<number>>();

  /** Takes a cycle in unless it is a sum of those that are. */
  add(steps: readonly Step[]): boolean {
    const left = new Set(steps.map(({ bond }) => bond));
    while (left.size > 0) {
      const first = Math.min(...left);
      const row = this.rows.get(first);
      if (!row) {
        this.rows.set(first, left);
        return true;
      }
      for (const bond of row) if (!left.delete(bond)) left.add(bond);
    }
    return false;
  }
}
