"""Reference values from QuTiP for the local and the universal Lindblad equation.

    OMP_NUM_THREADS=1 python3 data/qutip/equations.py      writes equations.json beside this file

Jumps are made of QuTiP's operators on all 2^N states and, where the number of spins up is given, cut down to its sector. QuTiP's
liouvillian(H, jumps) is solved, and its steadystate must agree; every jump's dissipator by itself gives the heat of its bath.
"""
import math, random
import numpy as np, qutip
from couplings import Model, chain, rate, ring, KITE, STAR
from generate import steady_state, write

qutip.settings.core["auto_tidyup"] = False
SEED = 2020

# sites, bonds, spins up (None: all together), baths: site and operator
RANDOM = [(2, chain(2), 1, [(1, "z")]), (3, ring(3), 1, [(1, "z"), (2, "z")]), (4, ring(4), 2, [(1, "z"), (3, "z")]),
          (4, ring(4), 2, [(2, "z"), (3, "z")]), (4, KITE, 2, [(1, "z"), (4, "z")]), (5, ring(5), 2, [(1, "z"), (3, "z")]),
          (2, chain(2), None, [(1, "x"), (2, "x")]), (2, chain(2), None, [(1, "x")]), (3, chain(3), None, [(1, "x"), (3, "x")]),
          (3, ring(3), None, [(1, "x"), (2, "x")]), (3, ring(3), None, [(1, "y"), (3, "y"), (2, "z")]),
          (4, ring(4), None, [(1, "x"), (3, "z")]), (4, STAR, None, [(2, "x"), (3, "x"), (4, "x")])]


def random_model(rng, sites, bonds, up, baths):
    between = lambda low, high: round(low + (high - low) * rng.random(), 4)
    signed = lambda low, high: between(low, high) * (1 if rng.random() < 0.5 else -1)
    return {"sites": sites, **({} if up is None else {"spinsUp": up}),
            "bonds": [{"from": l, "to": k, "exchange": signed(0.4, 1.6), "interaction": signed(0.3, 3)} for l, k in bonds],
            "fields": [between(-2, 2) for _ in range(sites)],
            "baths": [{"site": site, "temperature": between(0.5, 4), "coupling": round(0.005 * 20 ** rng.random(), 4),
                       "cutoff": between(4, 15), "operator": operator} for site, operator in baths]}


def local_jumps(m, model):
    raising = {bath["site"]: (model.pauli("x", bath["site"]) + 1j * model.pauli("y", bath["site"])) / 2 for bath in m["baths"]}
    def jumps(bath):
        if bath["operator"] == "z": return [math.sqrt(2 * rate(bath, 0)) * model.pauli("z", bath["site"])]
        gap, up = 2 * m["fields"][bath["site"] - 1], raising[bath["site"]]
        return [math.sqrt(2 * rate(bath, gap)) * up, math.sqrt(2 * rate(bath, -gap)) * up.dag()]
    return [jumps(bath) for bath in m["baths"]]

def universal_jumps(m, model):
    E, states = model.H.eigenstates()
    V = np.column_stack([state.full() for state in states])
    def jump(bath, S):
        W = np.array([[rate(bath, 0 if abs(a - c) < 1e-11 else a - c) for c in E] for a in E])
        return qutip.Qobj(V @ ((V.conj().T @ S.full() @ V) * np.sqrt(2 * W)) @ V.conj().T, dims=model.H.dims)
    return [[jump(bath, S)] for bath, S in zip(m["baths"], model.couplings)]


def solve(m, equation):
    model = Model(m)
    per_bath = (local_jumps if equation == "local-lindblad" else universal_jumps)(m, model)
    N = m["sites"]
    bits = [[1 - (k >> (N - 1 - l) & 1) for l in range(N)] for k in range(2 ** N)]           # 1 is up, which is QuTiP's 0
    kept = [k for k in range(2 ** N) if m.get("spinsUp") in (None, sum(bits[k]))]
    cut = lambda operator: qutip.Qobj(operator.full()[np.ix_(kept, kept)])
    H, per_bath = cut(model.H), [[cut(L) for L in jumps] for jumps in per_bath]
    energies, currents = [cut(h) for h in model.energies], [cut(j) for j in model.currents]
    n = len(kept)
    L = qutip.liouvillian(H, [jump for jumps in per_bath for jump in jumps])
    rho = steady_state(L.full(), n).reshape(n, n, order="F")
    assert np.abs(rho - rho.conj().T).max() < 1e-12
    rho = (rho + rho.conj().T) / 2
    other = qutip.steadystate(L, method="direct").full()
    cross = float(np.abs(other - rho).max())
    assert cross < 1e-11, cross
    acts = [sum(qutip.lindblad_dissipator(jump) for jump in jumps).full() @ rho.ravel(order="F") for jumps in per_bath]
    dissipated = [act.reshape(n, n, order="F") for act in acts]
    average = lambda operator: float(np.trace(rho @ operator.full()).real)
    E, V = np.linalg.eigh(H.full())
    p = np.linalg.eigvalsh(rho)
    P = (V.conj().T @ rho @ V).diagonal().real
    heat = [float(np.trace(H.full() @ r).real) for r in dissipated]
    def along(b, bond):                                          # φ_b = Σ_c∋v F_bc − q_b at the far end v
        v, h = bond["to"], energies[b]
        given = sum(average(1j * (h * energies[c] - energies[c] * h)) for c in range(len(energies))
                    if c != b and v in (model.bonds[c]["from"], model.bonds[c]["to"]))
        return float(given - sum(np.trace(h.full() @ r).real for r, bath in zip(dissipated, m["baths"]) if bath["site"] == v))
    flow = [along(b, bond) for b, bond in enumerate(model.bonds)]
    assert abs(sum(heat)) < 1e-12 and p[0] > -1e-13
    if equation == "local-lindblad":
        for l in range(1, N + 1):                                # what leaves a site is what its bath gives
            leaving = sum(f * ((b["from"] == l) - (b["to"] == l)) for f, b in zip(flow, m["bonds"]))
            assert abs(leaving - sum(q for q, bath in zip(heat, m["baths"]) if bath["site"] == l)) < 1e-11
    return {"energies": E.tolist(), "populations": P.tolist(), "bathHeat": heat, "spinCurrents": [average(j) for j in currents],
            **({"bondHeat": flow} if equation == "local-lindblad" else {}),
            "ergotropy": float(E @ P - p[::-1] @ E), "minEigenvalue": float(p[0]), "purity": float((np.abs(rho) ** 2).sum())}, cross


def main():
    rng, entries = random.Random(SEED), []
    for sites, bonds, up, baths in RANDOM:
        m = random_model(rng, sites, bonds, up, baths)
        for equation in ("local-lindblad", "universal-lindblad"):
            expected, cross = solve(m, equation)
            name = f"{equation}, {sites} sites, {len(bonds)} bonds, " + ", ".join(f"{operator} at {site}" for site, operator in baths)
            print(f"{name:70} crossCheck {cross:.1e}  heat {expected['bathHeat']}")
            entries.append({"name": name, "description": {**m, "equation": equation}, "expected": expected, "crossCheck": cross})
    write("equations", entries)

if __name__ == "__main__":
    main()
