"""Reference values from QuTiP for steady states of the Redfield equation on a spin ring.

    OMP_NUM_THREADS=1 python3 data/qutip/generate.py      writes reference.json beside this file

Everything here is the textbook construction: Pauli matrices, Kronecker products, QuTiP's own Bloch-Redfield
tensor. direct.py evaluates the same equation without QuTiP and in extended precision; the two must agree.
"""
import json, math, pathlib, platform, random
import numpy as np, scipy, scipy.linalg, qutip
from direct import solve_directly, generator

qutip.settings.auto_tidyup = False      # otherwise QuTiP drops matrix elements below 1e-12
SEED = 1812


# ---- the models ------------------------------------------------------------------------------------------

def model(sites, up, exchange, interaction, fields, baths):
    return {"sites": sites, "spinsUp": up, "exchange": exchange, "interaction": interaction, "fields": fields,
            "baths": [dict(zip(("site", "temperature", "coupling", "cutoff"), bath)) for bath in baths]}

def paper_model(up, interaction, left=2, right=1):
    return model(4, up, 1, interaction, [0, 2, 1, 0], [(1, left, 0.01, 10), (3, right, 0.01, 10)])

def random_model(rng, sites, up, bath_sites):
    between = lambda low, high: round(low + (high - low) * rng.random(), 4)
    signed = lambda low, high: between(low, high) * (1 if rng.random() < 0.5 else -1)
    return model(sites, up, signed(0.4, 1.6), signed(0.3, 4), [between(-2, 2) for _ in range(sites)],
                 [(site, between(0.3, 5), round(0.001 * 50 ** rng.random(), 4), between(3, 20)) for site in bath_sites])

# sites, spins up, bath sites in the order in which the baths are listed
RANDOM = [(2, 1, [1, 2]), (2, 1, [2, 1]), (2, 1, [1]),
          (3, 1, [1, 2]), (3, 1, [3]), (3, 1, [2, 3, 1]), (3, 2, [1, 3]), (3, 2, [2]), (3, 2, [1, 2, 3]),
          (4, 1, [1, 3]), (4, 1, [4, 2]), (4, 2, [1, 3]), (4, 2, [3, 1]), (4, 2, [2, 3]), (4, 2, [1, 2, 4]),
          (4, 2, [2]), (4, 3, [2, 4]), (4, 3, [1, 4]),
          (5, 1, [1, 4]), (5, 2, [1, 3]), (5, 2, [5, 2, 3]), (5, 3, [2, 4]), (5, 3, [3]), (5, 4, [1, 3]),
          (6, 1, [1, 4]), (6, 2, [2, 5]), (6, 3, [1, 4]), (6, 3, [2, 4, 6]), (6, 3, [3, 5]), (6, 4, [1, 2]), (6, 5, [6, 3])]

def all_models():
    for up in (2, 3):
        for interaction in (-3, 0, 1, 2.19, 3.5):
            yield f"paper, {up} up, interaction {interaction}", paper_model(up, interaction)
    yield "paper, 2 up, interaction 2.19, temperatures swapped", paper_model(2, 2.19, left=1, right=2)
    rng = random.Random(SEED)
    for sites, up, bath_sites in RANDOM:
        yield f"random, {sites} sites, {up} up, baths on {bath_sites}", random_model(rng, sites, up, bath_sites)


# ---- operators -------------------------------------------------------------------------------------------

class Ring:
    """Operators of one model. Basis: the product states of sites 1 ⊗ 2 ⊗ … ⊗ N in Kronecker order, each site
    (up, down), of which only those with Σ σz = 2M − N are kept."""

    def __init__(self, m):
        N, J, delta, h = m["sites"], m["exchange"], m["interaction"], m["fields"]
        self.N, self.bathed = N, [bath["site"] for bath in m["baths"]]
        on = lambda s, l: qutip.tensor([s if k == l % N else qutip.qeye(2) for k in range(N)])   # l from 0, N ≡ 0
        x, y, z = ([on(s, l) for l in range(N)] for s in (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz()))
        n = [(z[l] + 1) / 2 for l in range(N)]
        bonds = [(l, (l + 1) % N) for l in range(N)] if N > 2 else [(0, 1)]      # two sites share one bond, not two
        share = 0.5 if N > 2 else 1                                              # each field is shared by its bonds

        # h_l,l+1 = J (σx σx + σy σy) + Δ n n + ½ (h_l σz_l + h_l+1 σz_l+1),   H = Σ h_l,l+1
        bond_energy = [J * (x[l] * x[k] + y[l] * y[k]) + delta * n[l] * n[k] + share * (h[l] * z[l] + h[k] * z[k])
                       for l, k in bonds]
        H = sum(J * (x[l] * x[k] + y[l] * y[k]) + delta * n[l] * n[k] for l, k in bonds) + sum(h[l] * z[l] for l in range(N))
        # j^S_l,l+1 = J (σx_l σy_l+1 − σy_l σx_l+1)
        spin_current = [J * (x[l] * y[k] - y[l] * x[k]) for l, k in bonds]
        # j^H_l = i [h_l−1,l , h_l,l+1] where no bath acts and two bonds meet;  bond l−1 ends at site l
        heat_current = {l + 1: 1j * qutip.commutator(bond_energy[l - 1], bond_energy[l])
                        for l in range(N) if N > 2 and l + 1 not in self.bathed}

        assert (sum(bond_energy) - H).norm("max") < 1e-13
        for l in range(N):                                                       # dn_l/dt = j^S_l−1,l − j^S_l,l+1
            change = spin_current[l - 1] - spin_current[l] if N > 2 else (-1) ** (l + 1) * spin_current[0]
            assert (1j * qutip.commutator(H, n[l]) - change).norm("max") < 1e-13

        magnetization = sum(z).diag().real
        keep = np.flatnonzero(magnetization == 2 * m["spinsUp"] - N)
        leave = np.flatnonzero(magnetization != 2 * m["spinsUp"] - N)
        assert len(keep) == math.comb(N, m["spinsUp"]) and not H.full()[np.ix_(keep, leave)].any()
        sector = lambda operator: qutip.Qobj(operator.full()[np.ix_(keep, keep)])
        self.H, self.coupling = sector(H), [sector(z[site - 1]) for site in self.bathed]
        self.spin_current = [sector(j) for j in spin_current]
        self.heat_current = {site: sector(j) for site, j in heat_current.items()}


# ---- Redfield equation through QuTiP ---------------------------------------------------------------------

def power_spectrum(bath):
    """S(ω) = ∫ dτ e^{iωτ} C(τ) = 2 W(−ω): twice J(|ω|) n_B for ω < 0 (absorption), J(|ω|) (n_B + 1) for ω > 0 (emission)."""
    T, gamma, cutoff = bath["temperature"], bath["coupling"], bath["cutoff"]
    def S(w):
        if w == 0: return 2 * gamma * T
        J, n_B = gamma * abs(w) * math.exp(-abs(w) / cutoff), 1 / math.expm1(abs(w) / T)
        return 2 * J * (n_B if w < 0 else n_B + 1)
    return S

def steady_state(L, n):
    """L ρ = 0 with Tr ρ = 1: the trace takes the place of the first population's equation, every row is scaled
    to unit size, and the solution is refined once. ρ is stacked by columns, so ρ_aa stands at a (n + 1)."""
    A, b = L.copy(), np.zeros(n * n, complex)
    A[0], b[0] = 0, 1
    A[0, ::n + 1] = 1
    A /= np.abs(A).max(axis=1, keepdims=True)
    assert np.linalg.svd(A, compute_uv=False)[-1] > 1e-7, "steady state not unique"
    lu = scipy.linalg.lu_factor(A)
    rho = scipy.linalg.lu_solve(lu, b)
    rho += scipy.linalg.lu_solve(lu, b - A @ rho)
    assert np.abs(L @ rho).max() < 1e-13 and np.abs(A @ rho - b).max() < 1e-13
    return rho

def solve_with_qutip(m, ring):
    n, H = ring.H.shape[0], ring.H
    a_ops = [[S, power_spectrum(bath)] for S, bath in zip(ring.coupling, m["baths"])]
    tensor, kets = qutip.bloch_redfield_tensor(H, a_ops, use_secular=False, atol=0)
    V = np.hstack([ket.full() for ket in kets])                 # eigenvectors, energies ascending
    energies = np.array([qutip.expect(H, ket) for ket in kets])
    L = tensor.full()
    assert np.abs(L - generator(m, H.full().real, energies, V.real)).max() < 1e-12 and not V.imag.any()
    stacked = steady_state(L, n)
    rho = stacked.reshape(n, n, order="F")
    assert np.abs(rho - rho.conj().T).max() < 1e-12
    rho = (rho + rho.conj().T) / 2

    average = lambda operator: float(np.trace(rho @ V.conj().T @ operator.full() @ V).real)
    p, P = np.linalg.eigvalsh(rho), rho.diagonal().real         # p ascending
    def heat(a_op):                                             # Q_b = Tr(H R_b[ρ]); −i[H, ρ] has no diagonal here
        one, _ = qutip.bloch_redfield_tensor(H, [a_op], use_secular=False, atol=0)
        return float(energies @ (one.full() @ stacked)[::n + 1].real)
    return {"energies": energies.tolist(), "populations": P.tolist(),
            **({"coherence": np.abs(rho).tolist()} if n <= 6 else {}),
            "heatCurrents": {str(site): average(j) for site, j in ring.heat_current.items()},
            "bathHeat": [heat(a_op) for a_op in a_ops],
            "spinCurrents": [average(j) for j in ring.spin_current],
            "ergotropy": float(energies @ P - p[::-1] @ energies),   # Tr ρH − Σ p_k E_k, p descending, E ascending
            "minEigenvalue": float(p[0]), "purity": float((np.abs(rho) ** 2).sum())}


# ---- checks ----------------------------------------------------------------------------------------------

def numbers(x):
    if isinstance(x, dict): x = [x[key] for key in sorted(x)]
    return [v for item in x for v in numbers(item)] if isinstance(x, list) else [x]

def difference(a, b):
    a, b = numbers(a), numbers(b)
    assert len(a) == len(b)
    return float(max(abs(u - v) for u, v in zip(a, b)))

def check_laws(m, result):
    N, heat, currents = m["sites"], dict(zip((b["site"] for b in m["baths"]), result["bathHeat"])), result["heatCurrents"]
    assert min(np.diff(result["energies"])) > 1e-3, "levels too close for a comparison level by level"
    assert abs(sum(heat.values())) < 1e-12, "energy balance"
    assert np.ptp(result["spinCurrents"]) < 1e-12, "spin current uniform"
    for start in map(int, currents):                            # from one site without a bath to the next one:
        l, fed = start % N + 1, 0                               # the current grows by what the baths between feed in
        while str(l) not in currents: l, fed = l % N + 1, fed + heat[l]
        assert abs(currents[str(l)] - currents[str(start)] - fed) < 1e-12, "heat current continuous"

def check_equilibrium(m):
    """All baths at one temperature: the Gibbs state, and no current."""
    T = m["baths"][0]["temperature"]
    m = {**m, "baths": [{**bath, "temperature": T} for bath in m["baths"]]}
    result = solve_with_qutip(m, Ring(m))
    E = np.array(result["energies"])
    gibbs = np.exp(-(E - E[0]) / T) / np.exp(-(E - E[0]) / T).sum()
    assert np.abs(gibbs - result["populations"]).max() < 1e-11
    assert abs(result["purity"] - (gibbs ** 2).sum()) < 1e-11 and abs(result["ergotropy"]) < 1e-11
    assert max(map(abs, numbers([result["heatCurrents"], result["bathHeat"], result["spinCurrents"]]))) < 1e-11


def write(name, entries, versions={}):
    """name.json beside this file: one line for each quantity, floats as Python's repr."""
    versions = {"qutip": qutip.__version__, "numpy": np.__version__, **versions, "python": platform.python_version()}
    lines = ",\n".join(
        "{" + f'"name": {json.dumps(e["name"])}, "crossCheck": {e["crossCheck"]!r},\n "description": {json.dumps(e["description"])},\n'
        + ' "expected": {\n  ' + ",\n  ".join(f'"{key}": {json.dumps(value)}' for key, value in e["expected"].items()) + "}}"
        for e in entries)
    text = f'{{"generator": {json.dumps(versions)},\n"models": [\n{lines}\n]}}\n'
    assert json.loads(text) == {"generator": versions, "models": entries}
    pathlib.Path(__file__).with_name(f"{name}.json").write_text(text)


def main():
    entries = []
    for name, m in all_models():
        expected = solve_with_qutip(m, Ring(m))
        check_laws(m, expected)
        check_equilibrium(m)
        cross = difference(expected, solve_directly(m, with_coherence="coherence" in expected))
        assert cross < 1e-11
        print(f"{name:60} crossCheck {cross:.1e}  smallest eigenvalue {expected['minEigenvalue']:+.1e}")
        entries.append({"name": name, "description": m, "expected": expected, "crossCheck": cross})
    print(f"{len(entries)} models, largest crossCheck {max(entry['crossCheck'] for entry in entries):.1e}")
    write("reference", entries, {"scipy": scipy.__version__})

if __name__ == "__main__":
    main()
