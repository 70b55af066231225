"""Reference values from QuTiP's HEOM solver for hierarchies of given exponents and tier.

    OMP_NUM_THREADS=1 python3 data/qutip/hierarchy.py      writes hierarchy.json beside this file

Models are built as in phases.py, QuTiP 5's HEOMSolver takes their Hamiltonian and a BosonicBath of exponents for each bath. The
hierarchy written out from its definition, neither scaled nor by QuTiP, must end in the same state.
"""
import itertools, random
import numpy as np, qutip, scipy.sparse as sparse
from scipy.sparse.linalg import spsolve
from qutip.solver.heom import BosonicBath, HEOMSolver
from couplings import KITE, STAR, chain, difference, observe, ring
from generate import write
from phases import Model

qutip.settings.core["auto_tidyup"] = False
SEED = 1989
z = lambda *sites: [(site, "z") for site in sites]

# sites, bonds, spins up (None: all together), whether there are phases, baths, exponents of each bath (r: one real, p: a pair), tier
RANDOM = [(2, chain(2), 1, False, z(1), "r", 1), (2, chain(2), 1, False, z(1), "p", 4), (2, chain(2), 1, False, z(1, 2), "rp", 3),
          (3, ring(3), 1, False, z(1, 2), "rr", 3), (3, ring(3), 1, True, z(1, 2, 3), "rp", 2), (3, ring(3), 2, True, z(1, 3), "pp", 3),
          (4, ring(4), 2, False, z(1, 3), "rr", 3), (4, ring(4), 2, False, z(1, 3), "rrp", 2), (4, ring(4), 2, True, z(1, 3), "p", 4),
          (4, ring(4), 2, False, z(2, 3), "rp", 2), (4, KITE, 2, True, z(1, 4), "rp", 2), (4, ring(4), 1, False, z(1, 2, 4), "p", 3),
          (2, chain(2), None, False, [(1, "x"), (2, "x")], "rp", 2), (2, chain(2), None, True, [(1, "x"), (2, "y")], "rp", 3),
          (3, chain(3), None, False, [(1, "x"), (3, "z")], "r", 4), (3, ring(3), None, True, [(1, "y"), (2, "x")], "p", 2),
          (4, STAR, 2, False, z(2, 3), "rr", 3), (3, ring(3), None, False, [(1, "x"), (2, "z"), (3, "y")], "r", 2)]


def random_model(rng, sites, bonds, up, phases, baths, kinds, tier):
    between = lambda low, high: round(low + (high - low) * rng.random(), 4)
    def exponents(strength):
        terms = []
        for kind in kinds:
            real, imag = between(0.3, 1) * strength, between(-0.6, 0.2) * strength
            if kind == "r": terms.append({"rate": [between(0.8, 6), 0], "real": [real, 0], "imag": [imag, 0]})
            else:
                rate, x, y = [between(1, 6), between(0.5, 6)], between(-0.5, 0.5) * strength, between(-0.5, 0.5) * strength
                terms += [{"rate": [rate[0], sign * rate[1]], "real": [real, sign * x], "imag": [imag, sign * y]} for sign in (1, -1)]
        return terms
    return {"sites": sites, **({} if up is None else {"spinsUp": up}),
            "bonds": [{"from": l, "to": k, "exchange": between(0.4, 1.6), "interaction": between(-3, 3), "phase": between(-3, 3) if phases else 0}
                      for l, k in bonds],
            "fields": [between(-2, 2) for _ in range(sites)],
            "baths": [{"site": site, "temperature": between(0.5, 4), "operator": operator, "exponents": exponents(between(0.05, 1))}
                      for site, operator in baths],
            "equation": "hierarchy", "tier": tier}


complex_of = lambda pair: complex(*pair)

def solve_with_qutip(m, model):
    baths = []
    for S, bath in zip(model.couplings, m["baths"]):
        part = lambda name: [complex_of(term[name]) for term in bath["exponents"]]
        baths.append(BosonicBath(S, part("real"), part("rate"), part("imag"), part("rate")))
    solver = HEOMSolver(model.H, baths, max_depth=m["tier"])
    rho, ados = solver.steady_state(use_mkl=False)
    terms = [b for b, bath in enumerate(m["baths"]) for _ in bath["exponents"]]
    assert len(ados.exponents) == len(terms)
    first = lambda k: ados.extract(tuple(int(j == k) for j in range(len(terms)))).full()
    pushed = [sum(first(k) for k, of in enumerate(terms) if of == b) for b in range(len(m["baths"]))]
    rho = rho.full()
    assert np.abs(rho - rho.conj().T).max() < 1e-11
    return observe(m, model, (rho + rho.conj().T) / 2, [-1j * (S.full() @ p - p @ S.full()) for S, p in zip(model.couplings, pushed)])

def solve_directly(m, model):
    """dρ_n/dt = (−iH^× − Σ n ν) ρ_n − i Σ [S, ρ_{n+k}] − i Σ n (c S ρ_{n−k} − c̃ ρ_{n−k} S), ρ stacked by columns."""
    terms = [(b, *(complex_of(term[name]) for name in ("rate", "real", "imag"))) for b, bath in enumerate(m["baths"]) for term in bath["exponents"]]
    all_n = [n for n in itertools.product(range(m["tier"] + 1), repeat=len(terms)) if sum(n) <= m["tier"]]
    place = {n: i for i, n in enumerate(all_n)}
    d = model.H.shape[0]
    one = sparse.identity(d)
    left, right = (lambda A: sparse.kron(one, A)), (lambda A: sparse.kron(A.T, one))
    H, S = model.H.full(), [S.full() for S in model.couplings]
    turning, (lefts, rights) = -1j * (left(H) - right(H)), ([left(s) for s in S], [right(s) for s in S])
    blocks = [[None] * len(all_n) for _ in all_n]
    for n, i in place.items():
        blocks[i][i] = turning - sum(count * rate for count, (_, rate, _, _) in zip(n, terms)) * sparse.identity(d * d)
        for k, (b, rate, r, s) in enumerate(terms):
            more, less = (tuple(count + by * (j == k) for j, count in enumerate(n)) for by in (1, -1))
            if more in place: blocks[i][place[more]] = -1j * (lefts[b] - rights[b])
            if n[k]: blocks[i][place[less]] = -1j * n[k] * ((r + 1j * s) * lefts[b] - (r - 1j * s) * rights[b])
    L = sparse.bmat(blocks).tolil()
    start = place[(0,) * len(terms)] * d * d
    L[start, :] = 0
    for a in range(d): L[start, start + a * (d + 1)] = 1
    rhs = np.zeros(L.shape[0], complex); rhs[start] = 1
    x = spsolve(L.tocsc(), rhs)
    matrix = lambda n: x[place[n] * d * d:][:d * d].reshape(d, d, order="F")
    first = lambda k: matrix(tuple(int(j == k) for j in range(len(terms))))
    pushed = [sum(first(k) for k, term in enumerate(terms) if term[0] == b) for b in range(len(m["baths"]))]
    return observe(m, model, matrix((0,) * len(terms)), [-1j * (s @ p - p @ s) for s, p in zip(S, pushed)])


def main():
    rng, entries = random.Random(SEED), []
    for shape in RANDOM:
        m = random_model(rng, *shape)
        model = Model(m)
        expected = solve_with_qutip(m, model)
        del expected["expectations"]
        direct = solve_directly(m, model)
        del direct["expectations"]
        cross = difference(expected, direct)
        assert cross < 1e-10, cross
        assert abs(sum(expected["bathHeat"])) < 1e-11
        sites, bonds, up, phases, baths, kinds, tier = shape
        name = (f"{sites} sites, {'all sectors' if up is None else f'{up} up'}, {len(bonds)} bonds{' with phases' if phases else ''}, "
                + ", ".join(f"{operator} at {site}" for site, operator in baths) + f", exponents {kinds}, tier {tier}")
        print(f"{name:75} crossCheck {cross:.1e}  smallest eigenvalue {expected['minEigenvalue']:+.1e}", flush=True)
        entries.append({"name": name, "description": m, "expected": expected, "crossCheck": cross})
    write("hierarchy", entries)

if __name__ == "__main__":
    main()
