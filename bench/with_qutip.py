"""Times QuTiP on model descriptions, one JSON object a line on standard input: the Bloch-Redfield tensor and its
steady state, the operators already built. Writes its version first and then one JSON object a line: seconds and
populations. QuTiP 5 needs `fock_basis=True`, QuTiP 4 `use_secular=False`.

    OMP_NUM_THREADS=1 python3 bench/with_qutip.py < models.ndjson
"""
import json, math, sys, time, itertools
import numpy as np, qutip

FIVE = int(qutip.__version__.split(".")[0]) >= 5
if not FIVE: qutip.settings.auto_tidyup = False


def operators(m):
    """H and the bath operators in the sector, from bit strings: building them is not what is timed."""
    N, J, delta, h = m["sites"], m["exchange"], m["interaction"], m["fields"]
    states = [s for s in itertools.product((1, -1), repeat=N) if sum(s) == 2 * m["spinsUp"] - N]
    index = {s: i for i, s in enumerate(states)}
    H = np.zeros((len(states),) * 2)
    for s, i in index.items():
        H[i, i] = sum(h[l] * s[l] for l in range(N)) + sum(delta for l in range(N) if s[l] == s[(l + 1) % N] == 1)
        for l in range(N):
            k = (l + 1) % N
            if s[l] != s[k]:
                t = list(s)
                t[l], t[k] = t[k], t[l]
                H[index[tuple(t)], i] += 2 * J
    return qutip.Qobj(H), [qutip.Qobj(np.diag([float(s[b["site"] - 1]) for s in states])) for b in m["baths"]]


def power_spectrum(bath):
    """S(ω) = 2 W(−ω), written with math: numpy scalars would slow QuTiP down."""
    T, gamma, cutoff = bath["temperature"], bath["coupling"], bath["cutoff"]
    def S(w):
        if w == 0: return 2 * gamma * T
        J, n_B = gamma * abs(w) * math.exp(-abs(w) / cutoff), 1 / math.expm1(abs(w) / T)
        return 2 * J * (n_B if w < 0 else n_B + 1)
    return S


def tensor_of(H, a_ops):
    if FIVE: return qutip.bloch_redfield_tensor(H, a_ops, sec_cutoff=-1, fock_basis=True), None
    return qutip.bloch_redfield_tensor(H, a_ops, use_secular=False, atol=0)


def solve(H, couplings, baths):
    tensor, kets = tensor_of(H, [[S, power_spectrum(b)] for S, b in zip(couplings, baths)])
    n = H.shape[0]
    A, b = tensor.full(), np.zeros(n * n, complex)
    A[0], b[0] = 0, 1
    A[0, ::n + 1] = 1
    return np.linalg.solve(A, b).reshape(n, n, order="F"), kets      # faster than QuTiP's sparse steadystate


print(json.dumps({"version": f"QuTiP {qutip.__version__}"}), flush=True)
for line in sys.stdin:
    m = json.loads(line)
    H, couplings = operators(m)
    start = time.process_time()
    rho, kets = solve(H, couplings, m["baths"])
    seconds = time.process_time() - start
    if kets is None:
        V = np.linalg.eigh(H.full())[1]
        rho = V.conj().T @ rho @ V
    print(json.dumps({"seconds": seconds, "populations": rho.diagonal().real.tolist()}), flush=True)
