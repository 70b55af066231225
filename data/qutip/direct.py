"""The Redfield equation evaluated straight from its definition, without QuTiP.

    dρ/dt = −i[H, ρ] + Σ_baths ([S̃ρ, S] + [S, ρS̃†]),    S̃_ab = S_ab W(E_a − E_b) in the energy basis

solve_directly() starts from bit strings instead of Kronecker products and works in 80-bit extended precision
(eigenvectors and steady state are refined to it), so that its distance from QuTiP's answer is QuTiP's rounding error.
"""
import itertools
import numpy as np, scipy.linalg

LONG = np.longdouble
assert np.finfo(LONG).eps < 2e-19, "needs the 80-bit long double of x86"


def rate(bath, e):
    """W(ε) = γ|ε| e^{−|ε|/ω_c} × { n_B(|ε|) for ε > 0, n_B(|ε|) + 1 for ε < 0 },  W(0) = γT"""
    T, gamma, cutoff = (LONG(bath[key]) for key in ("temperature", "coupling", "cutoff"))
    size = np.where(e == 0, 1, np.abs(e))
    n_B = 1 / np.expm1(size / T)
    return np.where(e == 0, gamma * T, gamma * size * np.exp(-size / cutoff) * np.where(e > 0, n_B, n_B + 1))

def configurations(sites, up):
    return np.array([[1 if l in where else 0 for l in range(sites)]          # n_l of every site; same order as QuTiP's
                     for where in itertools.combinations(range(sites), up)])

def dissipator(m, bath, E, V):
    """R_b as a matrix on vec ρ, rows of ρ one after the other: vec(A ρ C) = (A ⊗ Cᵀ) vec ρ. S and S̃ are real here."""
    s = 2 * configurations(m["sites"], m["spinsUp"])[:, bath["site"] - 1] - 1
    S, one = V.T @ (s[:, None] * V), np.eye(len(E), dtype=LONG)
    B = S * rate(bath, E[:, None] - E[None, :])
    #      S̃ ρ S           − S S̃ ρ            + S ρ S̃†        − ρ S̃† S
    return np.kron(B, S) - np.kron(S @ B, one) + np.kron(S, B) - np.kron(one, S @ B)

def generator(m, H, E, V):
    """The whole right-hand side in double precision and QuTiP's stacking (columns), in the eigenvectors V given."""
    assert np.abs(H - V @ np.diag(E) @ V.T).max() < 1e-12
    n, D = len(E), E[:, None] - E[None, :]
    L = sum(dissipator(m, bath, E, V) for bath in m["baths"]) - 1j * np.diag(D.ravel())
    by_columns = np.arange(n * n).reshape(n, n).T.ravel()
    return L[np.ix_(by_columns, by_columns)].astype(complex)


def eigensystem(H):
    """Eigenvalues and eigenvectors of H to extended precision: LAPACK's, then first-order corrections."""
    V = np.linalg.eigh(H.astype(float))[1].astype(LONG)
    for _ in range(3):
        V = V @ (3 * np.eye(len(H), dtype=LONG) - V.T @ V) / 2               # orthonormal again
        K = V.T @ H @ V
        E = K.diagonal().copy()
        gap = E[None, :] - E[:, None] + np.eye(len(E), dtype=LONG)
        V = V @ (np.eye(len(E), dtype=LONG) + (K - np.diag(E)) / gap)
    return E, V

def solve_directly(m, with_coherence):
    N, J, delta, h = m["sites"], LONG(m["exchange"]), LONG(m["interaction"]), [LONG(f) for f in m["fields"]]
    states = configurations(N, m["spinsUp"])
    n, row = len(states), {tuple(state): k for k, state in enumerate(states)}
    bonds = [(l, (l + 1) % N) for l in range(N)] if N > 2 else [(0, 1)]

    h_bond, j_spin = [], []                                                  # j^S = 2iJ (σ+_l σ−_k − σ−_l σ+_k) = i × (real)
    for l, k in bonds:
        energy, current = np.zeros((n, n), LONG), np.zeros((n, n), LONG)
        for c, state in enumerate(states):
            energy[c, c] = delta * state[l] * state[k] + sum(h[a] * (2 * state[a] - 1) for a in (l, k)) / (2 if N > 2 else 1)
            if state[l] != state[k]:
                moved = state.copy()
                moved[l], moved[k] = state[k], state[l]
                energy[row[tuple(moved)], c] = 2 * J                         # a spin hops with amplitude 2J
                current[row[tuple(moved)], c] = 2 * J * (1 if moved[l] else -1)
        h_bond.append(energy), j_spin.append(current)
    E, V = eigensystem(sum(h_bond))

    # ρ = X + iY with everything but −i(E_a − E_b) real:  dX = R X + D Y,  dY = R Y − D X;  fixed: Tr X = 1, Tr Y = 0
    R_bath = [dissipator(m, bath, E, V) for bath in m["baths"]]
    R, D = sum(R_bath), np.diag((E[:, None] - E[None, :]).ravel())
    A, b = np.block([[R, D], [-D, R]]), np.zeros(2 * n * n, LONG)
    for first in (0, n * n):
        A[first] = 0
        A[first, first:first + n * n:n + 1] = 1
    A /= np.abs(A).max(axis=1, keepdims=True)
    b[0] = 1
    lu, x = scipy.linalg.lu_factor(A.astype(float)), b * 0
    for _ in range(8):                                                       # refinement, residual in extended precision
        x += scipy.linalg.lu_solve(lu, (b - A @ x).astype(float))
    X, Y = x.reshape(2, n, n)
    assert np.abs(A @ x - b).max() < 1e-17 and np.abs(X - X.T).max() < 1e-14 and np.abs(Y + Y.T).max() < 1e-14

    imaginary = lambda K: -np.sum(Y * (V.T @ K @ V).T)                       # ⟨iK⟩ = Re i Tr(ρK) = −Tr(YK) for real K
    p, P = np.linalg.eigvalsh((X + 1j * Y).astype(complex)), X.diagonal()
    bathed = [bath["site"] for bath in m["baths"]]
    return {"energies": list(E), "populations": list(P),
            **({"coherence": np.hypot(X, Y).tolist()} if with_coherence else {}),
            "heatCurrents": {str(l + 1): imaginary(h_bond[l - 1] @ h_bond[l] - h_bond[l] @ h_bond[l - 1])
                             for l in range(N) if N > 2 and l + 1 not in bathed},
            "bathHeat": [E @ (R_b @ X.ravel())[::n + 1] for R_b in R_bath],
            "spinCurrents": [imaginary(K) for K in j_spin],
            "ergotropy": E @ P - p[::-1] @ E,
            "minEigenvalue": p[0], "purity": np.sum(X * X + Y * Y)}
