"""Reference values from QuTiP for baths that couple through σx or σy, over all 2^N states.

    OMP_NUM_THREADS=1 python3 data/qutip/couplings.py      writes couplings.json beside this file

Pauli matrices, Kronecker products, QuTiP's Bloch-Redfield tensor in the basis of configurations. The same equation is
evaluated without QuTiP, from its definition in the energy basis; the two must agree.
"""
import math, random
import numpy as np, qutip
from generate import difference, power_spectrum, steady_state, write

qutip.settings.core["auto_tidyup"] = False
SEED = 2019


# ---- the models ------------------------------------------------------------------------------------------

def random_model(rng, sites, bonds, baths):
    between = lambda low, high: round(low + (high - low) * rng.random(), 4)
    signed = lambda low, high: between(low, high) * (1 if rng.random() < 0.5 else -1)
    return {"sites": sites,
            "bonds": [{"from": l, "to": k, "exchange": signed(0.4, 1.6), "interaction": signed(0.3, 3)} for l, k in bonds],
            "fields": [between(-2, 2) for _ in range(sites)],
            "baths": [{"site": site, "temperature": between(0.5, 4), "coupling": round(0.002 * 20 ** rng.random(), 4),
                       "cutoff": between(4, 15), "operator": operator} for site, operator in baths]}

ring = lambda sites: [(l, l % sites + 1) for l in range(1, sites + 1)]
chain = lambda sites: [(l, l + 1) for l in range(1, sites)]
STAR = [(1, 2), (1, 3), (1, 4)]
KITE = [(1, 2), (2, 3), (3, 1), (3, 4)]

# sites, bonds, baths
RANDOM = [(2, chain(2), [(1, "x"), (2, "x")]), (2, chain(2), [(1, "x")]), (2, chain(2), [(1, "y"), (2, "z")]),
          (2, chain(2), [(1, "x"), (2, "y")]), (2, chain(2), [(1, "x"), (1, "y"), (2, "z")]),
          (3, ring(3), [(1, "x"), (2, "x")]), (3, ring(3), [(1, "x"), (2, "z")]), (3, ring(3), [(3, "y"), (1, "y")]),
          (3, ring(3), [(1, "x"), (2, "y"), (3, "z")]), (3, chain(3), [(1, "x"), (3, "x")]),
          (3, chain(3), [(2, "x"), (2, "z")]), (3, chain(3), [(1, "y"), (3, "x")]),
          (4, ring(4), [(1, "x"), (3, "x")]), (4, ring(4), [(1, "y"), (3, "y")]), (4, ring(4), [(1, "x"), (3, "z")]),
          (4, ring(4), [(2, "x"), (4, "y")]), (4, chain(4), [(1, "x"), (4, "x")]), (4, STAR, [(2, "x"), (3, "x"), (4, "x")]),
          (4, STAR, [(1, "y"), (2, "z"), (3, "y")]), (4, KITE, [(1, "x"), (4, "x")]), (4, KITE, [(2, "y"), (4, "z")]),
          (4, KITE, [(1, "x"), (2, "y"), (4, "x")])]

STRINGS = ["X1", "Z2", "X1 X2", "Y1 Y2", "X1 Y2", "Z1 Z2", "0.5 X1 X2 - 1.5 Z1 + 0.25"]


# ---- operators -------------------------------------------------------------------------------------------

class Model:
    """Operators of one model on all states, sites 1 ⊗ 2 ⊗ … ⊗ N, each (up, down)."""

    def __init__(self, m):
        N, h = m["sites"], m["fields"]
        on = lambda s, l: qutip.tensor([s if k == l else qutip.qeye(2) for k in range(1, N + 1)])
        paulis = {"x": qutip.sigmax(), "y": qutip.sigmay(), "z": qutip.sigmaz()}
        self.one = on(qutip.qeye(2), 1)
        self.pauli = pauli = lambda name, l: on(paulis[name], l)
        degree = {l: sum(l in (b["from"], b["to"]) for b in m["bonds"]) for l in range(1, N + 1)}
        n = lambda l: (pauli("z", l) + self.one) / 2
        def energy(b):
            l, k = b["from"], b["to"]
            return (b["exchange"] * (pauli("x", l) * pauli("x", k) + pauli("y", l) * pauli("y", k)) + b["interaction"] * n(l) * n(k)
                    + h[l - 1] / degree[l] * pauli("z", l) + h[k - 1] / degree[k] * pauli("z", k))
        def current(b):
            l, k = b["from"], b["to"]
            return b["exchange"] * (pauli("x", l) * pauli("y", k) - pauli("y", l) * pauli("x", k))
        self.bonds = m["bonds"]
        self.energies, self.currents = [energy(b) for b in m["bonds"]], [current(b) for b in m["bonds"]]
        self.H = sum(self.energies)
        self.couplings = [pauli(b["operator"], b["site"]) for b in m["baths"]]

    def string(self, text):
        """Tr-able operator of a sum such as 0.5 X1 X2 - 1.5 Z1 + 0.25"""
        total = 0
        for term in text.replace("- ", "+ -").split("+ "):
            factor, product = 1, self.one
            for word in term.split():
                if word[-1].isdigit() and word[0] in "XYZ": product = product * self.pauli(word[0].lower(), int(word[1:]))
                else: factor *= float(word)
            total = total + factor * product
        return total


# ---- Redfield equation through QuTiP ---------------------------------------------------------------------

def tensor(model, a_ops):
    return qutip.bloch_redfield_tensor(model.H, a_ops, sec_cutoff=-1, fock_basis=True).full()

def solve_with_qutip(m, model):
    n = model.H.shape[0]
    a_ops = [[S, power_spectrum(bath)] for S, bath in zip(model.couplings, m["baths"])]
    turning = qutip.liouvillian(model.H).full()
    L = tensor(model, a_ops)
    stacked = steady_state(L, n)
    rho = stacked.reshape(n, n, order="F")
    assert np.abs(rho - rho.conj().T).max() < 1e-12
    one = [(tensor(model, [a_op]) - turning) @ stacked for a_op in a_ops]           # R_b[ρ]
    return observe(m, model, (rho + rho.conj().T) / 2, [r.reshape(n, n, order="F") for r in one])


# ---- and from its definition -----------------------------------------------------------------------------

def rate(bath, e):
    """W(ε) = J(|ε|) n_B for ε > 0 (absorption), J(|ε|) (n_B + 1) for ε < 0 (emission), γT at 0"""
    T, gamma, cutoff = bath["temperature"], bath["coupling"], bath["cutoff"]
    if e == 0: return gamma * T
    size = abs(e)
    n_B = 1 / math.expm1(size / T)
    return gamma * size * math.exp(-size / cutoff) * (n_B if e > 0 else n_B + 1)

def solve_directly(m, model):
    H = model.H.full()
    E, V = np.linalg.eigh(H)
    n = len(E)
    one = np.eye(n)
    W = lambda bath: np.array([[rate(bath, 0 if abs(a - c) < 1e-12 else a - c) for c in E] for a in E])
    left, right = (lambda A: np.kron(one, A)), (lambda A: np.kron(A.T, one))        # Aρ and ρA, ρ stacked by columns
    dissipators = []
    for S, bath in zip((V.conj().T @ S.full() @ V for S in model.couplings), m["baths"]):
        T = S * W(bath)
        dissipators.append(right(S) @ left(T) - left(S @ T) + left(S) @ right(T.conj().T) - right(T.conj().T @ S))
    L = sum(dissipators) - 1j * (left(np.diag(E)) - right(np.diag(E)))
    stacked = steady_state(L, n)
    back = lambda vector: V @ vector.reshape(n, n, order="F") @ V.conj().T
    return observe(m, model, back(stacked), [back(R @ stacked) for R in dissipators])


# ---- what is seen ----------------------------------------------------------------------------------------

def observe(m, model, rho, dissipated):
    average = lambda operator: float(np.trace(rho @ operator.full()).real)
    E, V = np.linalg.eigh(model.H.full())
    P, p = (V.conj().T @ rho @ V).diagonal().real, np.linalg.eigvalsh(rho)
    heat = [float(np.trace(model.H.full() @ r).real) for r in dissipated]
    def along(b, bond):                                          # φ_b = Σ_c∋v F_bc − q_b at the far end v
        v, h = bond["to"], model.energies[b]
        given = sum(average(1j * (h * other - other * h)) for c, other in enumerate(model.energies)
                    if c != b and v in (model.bonds[c]["from"], model.bonds[c]["to"]))
        fed = sum(np.trace(h.full() @ r).real for r, bath in zip(dissipated, m["baths"]) if bath["site"] == v)
        return float(given - fed)
    return {"energies": E.tolist(), "populations": P.tolist(), "bathHeat": heat,
            "spinCurrents": [average(j) for j in model.currents],
            "bondHeat": [along(b, bond) for b, bond in enumerate(model.bonds)],
            "ergotropy": float(E @ P - p[::-1] @ E), "minEigenvalue": float(p[0]), "purity": float((np.abs(rho) ** 2).sum()),
            "expectations": {text: average(model.string(text)) for text in STRINGS}}

def check_laws(m, result):
    assert min(np.diff(result["energies"])) > 1e-3, "levels too close for a comparison level by level"
    assert abs(sum(result["bathHeat"])) < 1e-12, "energy balance"
    for l in range(1, m["sites"] + 1):                           # what leaves a site is what its bath gives
        leaving = sum(f * ((b["from"] == l) - (b["to"] == l)) for f, b in zip(result["bondHeat"], m["bonds"]))
        given = sum(q for q, bath in zip(result["bathHeat"], m["baths"]) if bath["site"] == l)
        assert abs(leaving - given) < 1e-11, "Kirchhoff's rule"

def check_equilibrium(m, model):
    """All baths at one temperature: the Gibbs state, and no current."""
    T = m["baths"][0]["temperature"]
    result = solve_with_qutip({**m, "baths": [{**bath, "temperature": T} for bath in m["baths"]]}, model)
    E = np.array(result["energies"])
    gibbs = np.exp(-(E - E[0]) / T) / np.exp(-(E - E[0]) / T).sum()
    assert np.abs(gibbs - result["populations"]).max() < 1e-11 and abs(result["purity"] - (gibbs ** 2).sum()) < 1e-11
    assert max(map(abs, result["bathHeat"] + result["spinCurrents"] + result["bondHeat"])) < 1e-11


def main():
    rng, entries = random.Random(SEED), []
    for sites, bonds, baths in RANDOM:
        m = random_model(rng, sites, bonds, baths)
        model = Model(m)
        expected = solve_with_qutip(m, model)
        check_laws(m, expected)
        check_equilibrium(m, model)
        cross = difference(expected, solve_directly(m, model))
        assert cross < 1e-11
        name = f"{sites} sites, {len(bonds)} bonds, baths " + ", ".join(f"{operator} at {site}" for site, operator in baths)
        print(f"{name:60} crossCheck {cross:.1e}  smallest eigenvalue {expected['minEigenvalue']:+.1e}")
        entries.append({"name": name, "description": m, "expected": expected, "crossCheck": cross})
    write("couplings", entries)

if __name__ == "__main__":
    main()
