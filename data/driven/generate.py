"""Reference values for driven models, θ_b(t) = phase_b + A_b cos Ωt, with numpy and scipy alone.

    OMP_NUM_THREADS=1 python3 data/driven/generate.py      writes reference.json beside this file

No step is taken as spin-ring takes it. Floquet states come from Sambe's matrix (H^(m−k) + mΩ δ) of an extended space, not
from a propagator; S̃ is put together in the site basis from all of their harmonics; dρ/dt = −i[H(t), ρ] + Σ([S̃ρ, S] + h.c.)
is integrated there by an eighth-order Runge-Kutta method for every unit matrix over a period; the state is what that map,
the monodromy, leaves as it is; means are integrals of what is seen, carried along by the same integration.
"""
import json, math, pathlib, platform, random
import numpy as np, scipy
from scipy.integrate import solve_ivp

SEED = 3003


# ---- the models ------------------------------------------------------------------------------------------

def ring(sites, up, J, delta, flux, fields):
    bonds = [{"from": l + 1, "to": (l + 1) % sites + 1, "exchange": J, "interaction": delta, "phase": flux / sites} for l in range(sites)]
    return sites, up, bonds, fields

def random_graph(rng, pairs, sites, up, phases):
    between = lambda low, high: round(low + (high - low) * rng.random(), 4)
    bonds = [{"from": a, "to": b, "exchange": between(0.5, 1.4), "interaction": between(-3, 3),
              "phase": between(-3, 3) if phases else 0} for a, b in pairs]
    return sites, up, bonds, [between(-2, 2) for _ in range(sites)]

def random_baths(rng, places, operators="zzz"):
    between = lambda low, high: round(low + (high - low) * rng.random(), 4)
    return [{"site": site, "temperature": between(0.4, 3), "coupling": round(0.002 * 25 ** rng.random(), 4),
             "cutoff": between(4, 20), "operator": operators[i]} for i, site in enumerate(places)]

SQUARE = [(1, 2), (2, 3), (3, 4), (4, 1)]

def all_models():
    rng = random.Random(SEED)
    between = lambda low, high: round(low + (high - low) * rng.random(), 4)
    paper = ring(4, 2, 1, 2.19, 0, [0, 2, 1, 0])
    baths = [{"site": s, "temperature": T, "coupling": 0.01, "cutoff": 10, "operator": "z"} for s, T in ((1, 2), (3, 1))]
    yield "the ring of the paper", paper, baths, 3, 0.5
    yield "the same between equal temperatures", paper, [dict(b, temperature=1.5) for b in baths], 3, 0.5
    yield "one up on three sites", random_graph(rng, [(1, 2), (2, 3), (3, 1)], 3, 1, True), random_baths(rng, [1, 2, 3]), between(1, 5), between(0.2, 2)
    yield "two sites", random_graph(rng, [(2, 1)], 2, 1, False), random_baths(rng, [2, 1]), between(1, 4), [between(0.2, 2)]
    for up in (2, 3):
        yield f"square, {up} up, amplitudes a bond", random_graph(rng, SQUARE, 4, up, True), random_baths(rng, [1, 3]), between(1, 6), [between(-1.5, 1.5) for _ in SQUARE]
    yield "a bond across", random_graph(rng, SQUARE + [(3, 1)], 4, 2, True), random_baths(rng, [2, 4]), between(1, 6), [between(-1.5, 1.5) for _ in range(5)]
    yield "two triangles at a site", random_graph(rng, [(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 3)], 5, 2, True), random_baths(rng, [1, 4]), between(2, 6), [between(-1, 1) for _ in range(6)]
    yield "star", random_graph(rng, [(1, 2), (3, 1), (1, 4)], 4, 1, False), random_baths(rng, [2, 3, 4]), between(1, 6), [between(-2, 2) for _ in range(3)]
    yield "all sectors, baths of σx, σy", random_graph(rng, [(1, 2), (2, 3), (3, 1)], 3, None, True), random_baths(rng, [1, 3], "xy"), between(2, 6), [between(-1, 1) for _ in range(3)]
    yield "no fields: the drive alone tells the branches apart", ring(4, 2, 1, 2.19, 0, [0, 0, 0, 0]), baths, 3, 0.5
    yield "one cold bath of two", ring(4, 2, 1, 1, 0.8, [0.3, 1.7, -0.4, 0.2]), [dict(baths[0], temperature=0), baths[1]], 1.7, [0.6, 0, 0, -0.9]


# ---- operators -------------------------------------------------------------------------------------------

def spin(state, l):
    return 1 if state >> (l - 1) & 1 else -1

class Model:
    def __init__(self, parts, frequency, amplitude):
        self.sites, self.up, self.bonds, self.fields = parts
        self.W = frequency
        self.A = list(amplitude) if isinstance(amplitude, list) else [amplitude] * len(self.bonds)
        self.states = [s for s in range(2 ** self.sites) if self.up is None or bin(s).count("1") == self.up]
        self.index = {s: k for k, s in enumerate(self.states)}
        n = self.n = len(self.states)
        # H(t) = still + Σ 2J (e^{iθ(t)} hop + h.c.)
        self.still = np.diag([float(sum(h * spin(s, l + 1) for l, h in enumerate(self.fields))
                              + sum(b["interaction"] for b in self.bonds if spin(s, b["from"]) + spin(s, b["to"]) == 2))
                              for s in self.states]).astype(complex)
        self.hops = []                                        # σ⁺_from σ⁻_to
        for b in self.bonds:
            hop = np.zeros((n, n))
            for k, s in enumerate(self.states):
                if spin(s, b["from"]) < 0 < spin(s, b["to"]):
                    hop[self.index[s ^ 1 << b["from"] - 1 ^ 1 << b["to"] - 1], k] = 1
            self.hops.append(hop)

    def theta(self, t):
        return [b.get("phase", 0) + a * math.cos(self.W * t) for b, a in zip(self.bonds, self.A)]

    def exchange(self, t, b):
        turned = 2 * self.bonds[b]["exchange"] * np.exp(1j * self.theta(t)[b]) * self.hops[b]
        return turned + turned.conj().T

    def current(self, t, b):                                  # ∂H/∂θ
        turned = 2j * self.bonds[b]["exchange"] * np.exp(1j * self.theta(t)[b]) * self.hops[b]
        return turned + turned.conj().T

    def H(self, t):
        return self.still + sum(self.exchange(t, b) for b in range(len(self.bonds)))

    def bond_energy(self, t, b):
        bond = self.bonds[b]
        degree = lambda l: sum(l in (c["from"], c["to"]) for c in self.bonds)
        share = np.diag([sum(self.fields[l - 1] * spin(s, l) / degree(l) for l in (bond["from"], bond["to"]))
                         + (bond["interaction"] if spin(s, bond["from"]) + spin(s, bond["to"]) == 2 else 0) for s in self.states])
        return share + self.exchange(t, b)

    def contact(self, bath):
        n, l = self.n, bath["site"]
        S = np.zeros((n, n), complex)
        for k, s in enumerate(self.states):
            if bath["operator"] == "z": S[k, k] = spin(s, l)
            else: S[self.index[s ^ 1 << l - 1], k] = 1 if bath["operator"] == "x" else 1j * (1 if spin(s, l) > 0 else -1)
        return S

def rate(bath, e):
    w, T = abs(e), bath["temperature"]
    J = bath["coupling"] * w * math.exp(-w / bath["cutoff"])
    if T == 0: return J if e < 0 else 0.0
    if w < 1e-12: return bath["coupling"] * T
    n = 1 / math.expm1(w / T) if w / T < 700 else 0.0
    return J * (n + 1) if e < 0 else J * n


# ---- the equation ----------------------------------------------------------------------------------------

def floquet(model):
    """Quasienergies and the harmonics of the Floquet states, u_a(t) = Σ_m u_a^(m) e^{imΩt}."""
    n, W = model.n, model.W
    K = int(max(24, 3 * np.ptp(np.linalg.eigvalsh(model.H(0))) / W + 30))
    times = np.arange(4 * K) * 2 * math.pi / W / (4 * K)
    parts = np.fft.fft([model.H(t) for t in times], axis=0) / (4 * K)
    big = np.zeros(((2 * K + 1) * n,) * 2, complex)
    for m in range(-K, K + 1):
        for k in range(-K, K + 1):
            big[(m + K) * n:(m + K + 1) * n, (k + K) * n:(k + K + 1) * n] = parts[(m - k) % (4 * K)] + (m * W * np.eye(n) if m == k else 0)
    e, v = np.linalg.eigh((big + big.conj().T) / 2)
    # one zone in the middle, where the truncation is not felt: n states of which none is another one shifted
    centre = np.median(e)
    order = np.argsort(abs(e - centre))
    chosen = []
    for i in order:
        u = v[:, i].reshape(2 * K + 1, n)
        shifted = lambda w, m: np.vdot(np.roll(v[:, w].reshape(2 * K + 1, n), m, axis=0), u)
        if all(abs(shifted(w, round((e[i] - e[w]) / W))) < 0.5 for w in chosen): chosen.append(i)
        if len(chosen) == n: break
    return e[chosen], np.array([v[:, i].reshape(2 * K + 1, n) for i in chosen]), K      # ε_a, u[a, m, site]

def solve(parts, baths, frequency, amplitude):
    model = Model(parts, frequency, amplitude)
    n, W = model.n, frequency
    T = 2 * math.pi / W
    e, u, K = floquet(model)
    modes = lambda t: np.tensordot(np.exp(1j * np.arange(-K, K + 1) * W * t), u, (0, 1))     # [a, site]
    grid = np.arange(4 * K) * T / (4 * K)
    U = np.array([modes(t) for t in grid])
    assert max(abs(m.conj() @ m.T - np.eye(n)).max() for m in U) < 1e-9
    S = [model.contact(b) for b in baths]
    St = []                                                   # harmonics of S̃ in the site basis
    for bath, s in zip(baths, S):
        elements = np.array([m.conj() @ s @ m.T for m in U])
        harmonics = np.fft.fft(elements, axis=0) / len(grid)
        ks = np.fft.fftfreq(len(grid), 1 / len(grid)).round().astype(int)
        for i, k in enumerate(ks):
            for a in range(n):
                for b in range(n):
                    harmonics[i, a, b] *= rate(bath, e[a] - e[b] + k * W) if abs(harmonics[i, a, b]) > 1e-15 else 0
        tilde = np.fft.ifft(harmonics, axis=0) * len(grid)
        site = np.array([m.T @ x @ m.conj() for m, x in zip(U, tilde)])
        St.append((ks, np.fft.fft(site, axis=0) / len(grid)))
    def tilde(t, b):
        ks, x = St[b]
        return np.tensordot(np.exp(1j * ks * W * t), x, (0, 0))
    def dissipated(t, rho, b, x=None):
        x = tilde(t, b) if x is None else x
        m = x @ rho @ S[b] - S[b] @ x @ rho                   # [S̃ρ, S]
        return m + np.conj(np.swapaxes(m, -1, -2))
    def derivative(t, y):                                     # for every Hermitian unit matrix at once
        rho = y.reshape(-1, n, n)
        H = model.H(t)
        out = -1j * (H @ rho - rho @ H)
        for b in range(len(baths)): out = out + dissipated(t, rho, b)
        return out.ravel()
    units = []
    for a in range(n):
        for b in range(a + 1):
            x = np.zeros((n, n), complex); x[a, b] = x[b, a] = 1
            units.append(x)
            if a != b:
                y = np.zeros((n, n), complex); y[a, b], y[b, a] = 1j, -1j
                units.append(y)
    units = np.array(units)
    end = solve_ivp(derivative, (0, T), units.ravel(), "DOP853", rtol=1e-13, atol=1e-15).y[:, -1].reshape(-1, n, n)
    # coordinates of a Hermitian matrix over the units
    def coordinates(x):
        return [v for a in range(n) for b in range(a + 1) for v in ((x[a, b].real,) if a == b else (x[a, b].real, x[a, b].imag))]
    M = np.array([coordinates(x) for x in end]).T - np.eye(n * n)
    trace = np.array([np.trace(x).real for x in units])
    stacked = np.vstack([M / np.abs(M).max(), trace])
    c, *_ = np.linalg.lstsq(stacked, np.append(np.zeros(n * n), 1), rcond=None)
    rho0 = np.tensordot(c, units, (0, 0))

    # means along the period
    bonds, bathed = range(len(model.bonds)), [b["site"] for b in baths]
    free = [l for l in range(1, model.sites + 1) if l not in bathed]
    through = {l: [i for i, b in enumerate(model.bonds) if l in (b["from"], b["to"])] for l in free}
    through = {l: sorted(p, key=lambda i: model.bonds[i]["to"] != l) for l, p in through.items() if len(p) == 2}
    around = [(l + 1, (l + 1) % model.sites + 1) for l in range(model.sites)]
    is_ring = model.sites > 2 and [(b["from"], b["to"]) for b in model.bonds] == around
    def seen(t, rho):
        H = model.H(t)
        heat = [np.trace(H @ dissipated(t, rho, b)).real for b in range(len(baths))]
        spins = [np.trace(rho @ model.current(t, b)).real for b in bonds]
        power = -W * math.sin(W * t) * sum(a * j for a, j in zip(model.A, spins))
        sites = [-2 * np.trace(rho @ model.bond_energy(t, p[0]) @ model.bond_energy(t, p[1])).imag for p in through.values()] if is_ring else []
        return heat + spins + [power] + sites
    count = len(seen(0, rho0))
    def along(t, y):
        rho = y[:n * n].reshape(n, n)
        return np.concatenate([derivative(t, y[:n * n]), seen(t, rho)])
    stops = np.arange(257) * T / 256
    run = solve_ivp(along, (0, T), np.concatenate([rho0.ravel(), np.zeros(count)]), "DOP853", t_eval=stops, rtol=1e-13, atol=1e-15).y
    means = run[n * n:, -1].real / T
    rhos = run[:n * n, :-1].T.reshape(-1, n, n)
    closed = abs(run[:n * n, -1] - rho0.ravel()).max()
    ergotropy = []
    for t, rho in zip(stops, rhos):
        r = np.sort(np.linalg.eigvalsh((rho + rho.conj().T) / 2))[::-1]
        ergotropy.append(np.trace(rho @ model.H(t)).real - r @ np.linalg.eigvalsh(model.H(t)))
    nb, nl = len(baths), len(model.bonds)
    heat, spins, power, sites = means[:nb], means[nb:nb + nl], means[nb + nl], means[nb + nl + 1:]
    assert abs(heat.sum() + power) < 1e-10 and closed < 1e-10, (heat.sum() + power, closed)
    average = rhos.mean(axis=0)
    return {"bathHeat": heat.tolist(), "power": power, "spinCurrents": spins.tolist(),
            "heatCurrents": dict(zip(map(str, through), sites.tolist())) if is_ring else {},
            "ergotropy": float(np.mean(ergotropy)),
            "minEigenvalue": float(min(np.linalg.eigvalsh((r + r.conj().T) / 2)[0] for r in rhos)),
            "probabilities": average.diagonal().real.tolist(), "configurations": model.states,
            "start": {"real": rho0.real.ravel().tolist(), "imag": rho0.imag.ravel().tolist()},
            "firstLaw": float(heat.sum() + power)}

def describe(parts, baths, frequency, amplitude):
    sites, up, bonds, fields = parts
    return {"sites": sites, **({} if up is None else {"spinsUp": up}), "bonds": bonds, "fields": fields, "baths": baths,
            "drive": {"frequency": frequency, "amplitude": amplitude}}

if __name__ == "__main__":
    models = []
    for name, parts, baths, frequency, amplitude in all_models():
        expected = solve(parts, baths, frequency, amplitude)
        print(name, expected["bathHeat"], expected["power"], flush=True)
        models.append({"name": name, "description": describe(parts, baths, frequency, amplitude), "expected": expected})
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    path = pathlib.Path(__file__).with_name("reference.json")
    path.write_text(json.dumps({"generator": versions, "models": models}, indent=1) + "\n")
