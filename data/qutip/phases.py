"""Reference values from QuTiP for bonds with phases: rings with a flux and other graphs, in a sector and over all 2^N states.

    OMP_NUM_THREADS=1 python3 data/qutip/phases.py      writes phases.json beside this file

The construction and the checks are those of couplings.py, with 2J (e^{iθ} σ+_l σ−_k + h.c.) on a bond, cut down to the
states with a given number of spins up where there is one. It needs QuTiP 4, as generate.py does: where eigenvectors are
complex, the tensor of QuTiP 5.1 is not that of the equation.
"""
import cmath, math, random
import numpy as np, qutip
vars(qutip.settings).setdefault("core", {})                                          # what couplings.py sets in QuTiP 5
import couplings
from couplings import KITE, STAR, chain, check_laws, difference, observe, ring, solve_directly
from generate import power_spectrum, steady_state, write

SEED = 2020
couplings.STRINGS = []

def random_model(rng, sites, up, bonds, baths):
    m = couplings.random_model(rng, sites, bonds, baths)
    between = lambda low, high: round(low + (high - low) * rng.random(), 4)
    return {**({} if up is None else {"spinsUp": up}), **m, "bonds": [{**b, "phase": between(-3, 3)} for b in m["bonds"]]}

def flux_model(sites, up, flux, interaction, fields, temperatures):
    bonds = [{"from": l, "to": k, "exchange": 1, "interaction": interaction, "phase": flux / sites} for l, k in ring(sites)]
    return {"sites": sites, "spinsUp": up, "bonds": bonds, "fields": fields,
            "baths": [{"site": site, "temperature": T, "coupling": 0.01, "cutoff": 10, "operator": "z"} for site, T in temperatures]}

z = lambda *sites: [(site, "z") for site in sites]
TWO = [(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 3)]                               # two triangles share site 3
LADDER = [(1, 2), (2, 3), (4, 5), (5, 6), (1, 4), (2, 5), (3, 6)]
SQUARE = ring(4) + [(1, 3)]
# sites, spins up, bonds, baths
RANDOM = [(3, 1, ring(3), z(1, 2)), (3, 1, ring(3), z(3, 1, 2)), (3, 2, ring(3), z(1, 3)), (3, 2, ring(3), z(2)),
          (4, 1, ring(4), z(1, 3)), (4, 2, ring(4), z(1, 3)), (4, 2, ring(4), z(1, 2)), (4, 2, ring(4), z(4, 2, 3)), (4, 3, ring(4), z(2, 3)),
          (4, 2, SQUARE, z(1, 3)), (4, 2, SQUARE, z(2, 4)), (4, 1, SQUARE, z(1, 2)), (4, 2, KITE, z(1, 4)), (4, 2, KITE, z(3, 4)),
          (4, 2, STAR, z(2, 3)), (4, 2, chain(4), z(1, 4)),
          (5, 2, ring(5), z(1, 3)), (5, 3, ring(5), z(2, 5)), (5, 2, TWO, z(1, 5)), (5, 3, TWO, z(2, 3)), (5, 1, TWO, z(1, 4)),
          (6, 1, LADDER, z(1, 6)), (6, 2, LADDER, z(1, 6)), (6, 2, ring(6), z(1, 4)), (6, 3, ring(6), z(2, 6)),
          (2, None, chain(2), [(1, "x"), (2, "z")]), (3, None, ring(3), [(1, "x"), (2, "x")]), (3, None, ring(3), [(2, "y"), (3, "x")]),
          (3, None, ring(3), [(1, "y"), (2, "z"), (3, "z")]), (4, None, ring(4), [(1, "x"), (3, "y")]), (4, None, KITE, [(1, "y"), (4, "y")]),
          (4, None, SQUARE, [(2, "x"), (4, "x")])]

def all_models():
    yield "circulator", flux_model(3, 1, 3.1, 0, [0, 0, 0], [(1, 2), (2, 1), (3, 1)])
    for flux in (-0.0008, 0.0006, 0.5, 1, 2, 3):
        yield f"paper's ring, flux {flux}", flux_model(4, 2, flux, 2.19, [0, 2, 1, 0], [(1, 2), (3, 1)])
    yield "no fields, five sites, flux 1", flux_model(5, 2, 1, 1, [0, 0, 0, 0, 0], [(1, 2), (3, 1)])
    rng = random.Random(SEED)
    for sites, up, bonds, baths in RANDOM:
        where = "all sectors" if up is None else f"{up} up"
        name = f"{sites} sites, {where}, {len(bonds)} bonds, baths " + ", ".join(f"{operator} at {site}" for site, operator in baths)
        yield name, random_model(rng, sites, up, bonds, baths)

class Model(couplings.Model):
    def __init__(self, m):
        super().__init__(m)
        up, down = qutip.sigmap(), qutip.sigmam()
        on = lambda l, a, k, b: qutip.tensor([a if s == l else b if s == k else qutip.qeye(2) for s in range(1, m["sites"] + 1)])
        for i, b in enumerate(m["bonds"]):
            moved = 2 * b["exchange"] * cmath.exp(1j * b["phase"]) * on(b["from"], up, b["to"], down)
            plain = 2 * b["exchange"] * on(b["from"], up, b["to"], down)
            self.energies[i] += moved + moved.dag() - plain - plain.dag()
            self.currents[i] = 1j * (moved - moved.dag())                           # ∂H/∂θ
        self.H = sum(self.energies)
        if "spinsUp" not in m: return
        z = sum(self.pauli("z", l) for l in range(1, m["sites"] + 1)).diag().real
        keep = np.flatnonzero(z == 2 * m["spinsUp"] - m["sites"])
        sector = lambda operator: qutip.Qobj(operator.full()[np.ix_(keep, keep)])
        self.H, self.couplings = sector(self.H), [sector(S) for S in self.couplings]
        self.energies, self.currents = [sector(h) for h in self.energies], [sector(j) for j in self.currents]

def solve_with_qutip(m, model):
    """QuTiP's tensor in the energy basis, ρ stacked by columns."""
    a_ops = [[S, power_spectrum(bath)] for S, bath in zip(model.couplings, m["baths"])]
    tensor = lambda some: qutip.bloch_redfield_tensor(model.H, some, use_secular=False, atol=0)
    L, kets = tensor(a_ops)
    V = np.hstack([ket.full() for ket in kets])
    E = (V.conj().T @ model.H.full() @ V).diagonal().real
    n, turning = len(E), np.diag(-1j * (E[None, :] - E[:, None]).ravel())
    stacked = steady_state(L.full(), n)
    assert np.abs(stacked.reshape(n, n) - stacked.reshape(n, n).conj().T).max() < 1e-12
    back = lambda vector: V @ vector.reshape(n, n, order="F") @ V.conj().T
    return observe(m, model, back(stacked), [back((tensor([a_op])[0].full() - turning) @ stacked) for a_op in a_ops])

def check_equilibrium(m, model):
    """All baths at one temperature: the Gibbs state, and what persists in it, j = ∂F/∂θ."""
    T = m["baths"][0]["temperature"]
    result = solve_with_qutip({**m, "baths": [{**bath, "temperature": T} for bath in m["baths"]]}, model)
    E = np.array(result["energies"])
    gibbs = np.exp(-(E - E[0]) / T) / np.exp(-(E - E[0]) / T).sum()
    assert np.abs(gibbs - result["populations"]).max() < 1e-10 and max(map(abs, result["bathHeat"])) < 1e-11
    for i, b in enumerate(m["bonds"]):
        def free(step):
            levels = np.linalg.eigvalsh(Model({**m, "bonds": [{**c, "phase": c["phase"] + step * (c is b)} for c in m["bonds"]]}).H.full())
            return -T * math.log(np.exp(-(levels - E[0]) / T).sum())
        step = 1e-3
        slope = (8 * (free(step) - free(-step)) - free(2 * step) + free(-2 * step)) / (12 * step)
        assert abs(result["spinCurrents"][i] - slope) < 1e-9


def main():
    entries = []
    for name, m in all_models():
        model = Model(m)
        expected = solve_with_qutip(m, model)
        check_laws(m, expected)
        check_equilibrium(m, model)
        cross = difference(expected, solve_directly(m, model))
        assert cross < 1e-11
        del expected["expectations"]
        print(f"{name:70} crossCheck {cross:.1e}  smallest eigenvalue {expected['minEigenvalue']:+.1e}")
        entries.append({"name": name, "description": m, "expected": expected, "crossCheck": cross})
    write("phases", entries)

if __name__ == "__main__":
    main()
