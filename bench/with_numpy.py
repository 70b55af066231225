"""The same full point as an expert would write it in numpy and scipy: state, every current, ergotropy, and as certificate
the residual and the smallest probability. Small sectors go in batches of points and by direct solution of the reduced
real equations, larger ones one by one through GMRES with the preconditioner of src/states/krylov.ts.

Reads one job a line, {"sites", "points": [interaction, …]}, and answers every one with the seconds that it took and the
last point's numbers; the first line says which versions and which BLAS do the work.

    OPENBLAS_NUM_THREADS=1 env -u OPENBLAS_CORETYPE python3 bench/with_numpy.py
"""
import ctypes, functools, json, sys, time
import numpy as np, scipy, scipy.linalg as sl

LARGEST_DIRECT = 20
TEMPERATURES, COUPLING, CUTOFF, EXCHANGE = (2.0, 1.0), 0.01, 10.0, 1.0


@functools.lru_cache(None)
def sector(N):
    """What no parameter changes: states sorted by the spins at both baths, who swaps with whom, index arrays."""
    ends = (0, N // 2)
    states = np.array([s for s in range(1 << N) if s.bit_count() == N // 2])
    where = lambda s: (s >> ends[0] & 1) * 2 + (s >> ends[1] & 1)
    states = states[np.argsort(where(states), kind="stable")]
    n, up = len(states), (states[:, None] >> np.arange(N)) & 1
    place = np.full(1 << N, -1)
    place[states] = np.arange(n)
    swaps = []
    for l in range(N):
        k = (l + 1) % N
        rows = np.nonzero(up[:, l] != up[:, k])[0]
        swaps.append((rows, place[states[rows] ^ (1 << l) ^ (1 << k)]))
    hopping = np.zeros((n, n))
    for rows, partners in swaps:
        hopping[rows, partners] += 2 * EXCHANGE
    fields = np.zeros(N)
    fields[1:3] = 2, 1
    sigma = 2.0 * up - 1
    a, b = np.tril_indices(n, -1)
    order = np.concatenate([a, np.arange(n)]), np.concatenate([b, np.arange(n)])
    # places of T_ab,cd and T_ab,dc where row (a, c) and column (b, d) of the tensor meet
    r, c = np.ix_(*[np.arange(len(order[0]))] * 2)
    at = lambda c0, c1: ((order[0][r] * n + c0) * n * n + order[1][r] * n + c1).ravel()
    small = n <= LARGEST_DIRECT
    return dict(
        N=N, n=n, ends=ends, swaps=swaps, hopping=hopping, a=a, b=b,
        spins=[sigma[:, e].copy() for e in ends], starts=np.searchsorted(where(states), range(5)),
        fields=sigma @ fields, pairs=(up * np.roll(up, -1, 1)).sum(1).astype(float),
        halves=[fields[l] / 2 * sigma[:, l] + fields[(l + 1) % N] / 2 * sigma[:, (l + 1) % N] for l in range(N)],
        both=[(up[:, l] * up[:, (l + 1) % N]).astype(float) for l in range(N)],
        lifts=[rows[up[rows, (l + 1) % N] == 1] for l, (rows, _) in enumerate(swaps)],
        straight=at(order[0][c], order[1][c]) if small else None, crossed=at(order[1][c], order[0][c]) if small else None)


def rates(S, D, T):
    """S ∘ W(E_a − E_c)"""
    w = np.abs(D)
    x = w / T
    np.copyto(x, 1.0, where=w == 0)
    thermal = np.where(w == 0, T, w / np.expm1(np.minimum(x, 700)))
    return S * (COUPLING * np.exp(-w / CUTOFF)) * np.where(D < 0, thermal + w, thermal)


def currents(q, delta, Y):
    """Spin currents of all bonds, heat through all sites without a bath, from Y in the sector basis (… × n × n)."""
    spin, hop = [], 2 * EXCHANGE
    for (rows, partners), lifted in zip(q["swaps"], q["lifts"]):
        partner = np.full(q["n"], -1)
        partner[rows] = partners
        spin.append(2 * hop * Y[..., partner[lifted], lifted].sum(-1))
    heat = {}
    for site in range(q["N"]):
        if site in q["ends"]:
            continue
        total = 0
        before, after = (site - 1) % q["N"], site
        (ra, pa), (rb, pb) = q["swaps"][before], q["swaps"][after]
        da, db = (q["halves"][l] + np.multiply.outer(delta, q["both"][l]) for l in (before, after))
        total = (db[..., ra] * hop * Y[..., ra, pa]).sum(-1) + (hop * da[..., pb] * Y[..., rb, pb]).sum(-1)
        next_a = np.full(q["n"], -1)
        next_a[ra] = pa
        on = next_a[pb] >= 0
        heat[site + 1] = -2 * (total + (hop * hop * Y[..., rb[on], next_a[pb[on]]]).sum(-1))
    return np.array(spin), heat


def direct(q, delta):
    """A batch of points at once: the imaginary parts of coherences eliminated, n(n+1)/2 real unknowns each."""
    n, a, b = q["n"], q["a"], q["b"]
    batch, pairs, diagonal = len(delta), len(a), np.arange(n)
    H = np.repeat(q["hopping"][None], batch, 0)
    H[:, diagonal, diagonal] = q["fields"] + np.multiply.outer(delta, q["pairs"])
    E, V = np.linalg.eigh(H)
    VT = np.ascontiguousarray(V.transpose(0, 2, 1))
    D = E[:, :, None] - E[:, None, :]
    S = [(VT * s) @ V for s in q["spins"]]
    St = [rates(s, D, T) for s, T in zip(S, TEMPERATURES)]
    M = sum(s @ t for s, t in zip(S, St))
    one = np.broadcast_to(np.eye(n), M.shape)
    flat = lambda parts, sign: np.stack([(sign * p if i >= 4 else p).reshape(batch, -1) for i, p in enumerate(parts)], 1)
    left = flat([St[0], S[0], St[1], S[1], M, one], -1)
    right = flat([S[0], St[0], S[1], St[1], one, M], 1)
    tensor = (left.transpose(0, 2, 1) @ right).reshape(batch, -1)
    m = pairs + n
    straight = tensor.take(q["straight"], 1).reshape(batch, m, m)
    crossed = tensor.take(q["crossed"], 1).reshape(batch, m, m)
    A = straight + crossed
    A[:, :, pairs:] = straight[:, :, pairs:]
    gaps = D[:, a, b]
    B = (straight - crossed)[:, :pairs, :pairs] / gaps[:, None, :]
    system = np.concatenate([B @ A[:, :pairs], A[:, pairs:]], 1)
    system[:, np.arange(pairs), np.arange(pairs)] += gaps
    system[:, pairs] = 0
    system[:, pairs, pairs:] = 1
    rhs = np.zeros((batch, m, 1))
    rhs[:, pairs] = 1
    z = np.linalg.solve(system, rhs)
    y = -(A[:, :pairs] @ z)[..., 0] / gaps
    X, Y = np.zeros((2, batch, n, n))
    X[:, a, b] = X[:, b, a] = z[:, :pairs, 0]
    X[:, diagonal, diagonal] = p = z[:, pairs:, 0]
    Y[:, a, b], Y[:, b, a] = y, -y
    # certificate: what is left of dρ/dt, and the smallest probability
    Z, F, heat = X + Y, 0, []
    for s, t in zip(S, St):
        tz = t @ Z
        G = tz - Z @ t.transpose(0, 2, 1)
        F = F + G @ s - s @ G
        heat.append(2 * (D * (t @ X) * s).sum((1, 2)))
    FT = F.transpose(0, 2, 1)
    residual = max(np.abs(D * Y + (F + FT) / 2).max(), np.abs(-D * X + (F - FT) / 2).max()) / np.abs(M).max()
    r = np.linalg.eigvalsh(X + 1j * Y)[:, ::-1]
    spin, sites = currents(q, delta, V @ Y @ VT)
    return dict(populations=p[-1], ergotropy=((p - r) * E).sum(1)[-1], heat=[h[-1] for h in heat], spin=spin[:, -1],
                sites={k: v[-1] for k, v in sites.items()}, residual=residual, least=r.min())


def iterative(q, delta, tolerance=1e-13):
    n, diagonal, at = q["n"], np.arange(q["n"]), q["starts"]
    H = q["hopping"].copy()
    H[diagonal, diagonal] = q["fields"] + delta * q["pairs"]
    E, V = sl.eigh(H, driver="evd", overwrite_a=True, check_finite=False)
    V, VT = np.ascontiguousarray(V), np.ascontiguousarray(V.T)
    D = E[:, None] - E[None, :]
    S = [(VT * s) @ V for s in q["spins"]]
    St = [rates(s, D, T) for s, T in zip(S, TEMPERATURES)]
    M = sum(np.einsum("ij,ji->i", s, t) for s, t in zip(S, St))
    L, R = (2 * (V @ t @ VT) for t in St)
    # σᶻ is diagonal in the sector basis: only blocks of different spins at a bath survive [S̃Z − ZS̃ᵀ, S]
    blocks = []
    for i in range(4):
        for j in range(4):
            l, r = (j >> 1) - (i >> 1), (j & 1) - (i & 1)
            if i == j or at[i] == at[i + 1] or at[j] == at[j + 1]:
                continue
            Q = l * L + r * R
            rows, columns = slice(at[i], at[i + 1]), slice(at[j], at[j + 1])
            blocks.append((rows, columns, np.ascontiguousarray(Q[rows]), np.ascontiguousarray(Q[columns].T)))
    flow = np.zeros((n, n))

    def dissipate(Z):
        Zs = V @ Z @ VT
        for rows, columns, of_rows, of_columns in blocks:
            flow[rows, columns] = of_rows @ Zs[:, columns] - Zs[rows] @ of_columns
        return VT @ flow @ V

    lower = np.tril(np.ones((n, n), bool), -1)

    def apply(v):  # X_ab below the diagonal, Y_ab above it
        F = dissipate(np.where(lower, v - v.T, v + v.T) + np.diag(-v.diagonal()))
        out = np.where(lower, F + F.T, F - F.T) / 2 - D * v.T
        out[diagonal, diagonal] = F.diagonal()
        out[0, 0] = v.trace()
        return out

    W = 2 * sum(s * t for s, t in zip(S, St))
    np.fill_diagonal(W, 0)
    W -= np.diag(W.sum(0))
    W[0] = 1
    factors = sl.lu_factor(W, overwrite_a=True, check_finite=False)
    own, cross = -np.add.outer(M, M), np.zeros((n, n))
    for s, t in zip(S, St):
        outer = np.outer(t.diagonal(), s.diagonal())
        own += outer + outer.T
        cross += t * s.T
    cross = cross + cross.T
    determinant = (own + cross) * (own - cross) + D * D
    np.fill_diagonal(determinant, 1)
    alone, turn = np.where(lower, own - cross, own + cross) / determinant, D / determinant

    def precondition(v):
        out = alone * v + turn * v.T
        out[diagonal, diagonal] = sl.lu_solve(factors, v.diagonal(), check_finite=False)
        return out

    rhs = np.zeros((n, n))
    rhs[0, 0] = 1
    x = precondition(rhs)
    size = np.linalg.norm(x)
    space, before = np.empty((40, n * n)), np.inf
    while True:
        left = rhs - apply(x)
        start = precondition(left)
        norm = np.linalg.norm(start)
        if norm <= tolerance * size or norm > 0.9 * before:
            break
        before, h = norm, np.zeros((41, 40))
        space[0] = start.ravel() / norm
        for k in range(39):
            w = precondition(apply(space[k].reshape(n, n))).ravel()
            h[: k + 1, k] = space[: k + 1] @ w
            w -= h[: k + 1, k] @ space[: k + 1]
            h[k + 1, k] = np.linalg.norm(w)
            space[k + 1] = w / h[k + 1, k]
            target = np.zeros(k + 2)
            target[0] = norm
            c = np.linalg.lstsq(h[: k + 2, : k + 1], target, rcond=None)[0]
            if np.linalg.norm(h[: k + 2, : k + 1] @ c - target) <= tolerance * size:
                break
        x += (c @ space[: k + 1]).reshape(n, n)
    X, Y = np.where(lower, x, x.T), np.where(lower, -x.T, x)
    np.fill_diagonal(Y, 0)
    r = np.linalg.eigvalsh(X + 1j * Y)[::-1]
    spin, sites = currents(q, delta, V @ Y @ VT)
    p = X.diagonal()
    return dict(populations=p, ergotropy=((p - r) * E).sum(), heat=[2 * (D * (t @ X) * s).sum() for s, t in zip(S, St)],
                spin=spin, sites=sites, residual=np.abs(left).max() / np.abs(M).max(), least=r.min())


def blas():
    libraries = {line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line}
    for library in sorted(libraries):
        try:
            core = ctypes.CDLL(library).openblas_get_corename
        except (OSError, AttributeError):
            continue
        core.restype = ctypes.c_char_p
        return f"{library.split('/')[-1]} with the kernel {core().decode()}"
    return "no OpenBLAS"


print(json.dumps({"version": f"numpy {np.__version__}, scipy {scipy.__version__}", "blas": blas()}), flush=True)
for line in sys.stdin:
    job = json.loads(line)
    q, points = sector(job["sites"]), np.array(job["points"])
    start = time.process_time()
    if q["n"] <= LARGEST_DIRECT:
        answer = direct(q, points)
    else:
        for delta in points:
            answer = iterative(q, delta)
    seconds = (time.process_time() - start) / len(points)
    plain = {k: v.tolist() if hasattr(v, "tolist") else v for k, v in answer.items()}
    print(json.dumps({"seconds": seconds, **plain}, default=float), flush=True)
