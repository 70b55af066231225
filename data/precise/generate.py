"""Models over wide ranges, and their steady states in 150 digits and more.

    python3 data/precise/generate.py [RANGE ...]          writes RANGE.ndjson beside this file

Python draws the models and writes down H and the observables as exact fractions of the doubles that the description
holds; PARI/GP (redfield.gp) solves. No other packages.
"""
import json, math, pathlib, re, subprocess, sys, time
from fractions import Fraction
from itertools import combinations

HERE = pathlib.Path(__file__).parent
MODELS, ANSWERABLE = 40, 30             # at least, of every range
DIGITS = (150, 800)                     # the second where the first leave less than 25, or none of a flow


# ---- random numbers: mulberry32, the same everywhere ---------------------------------------------------------

class Random:
    def __init__(self, seed): self.state = seed & 0xFFFFFFFF

    def unit(self):
        self.state = s = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((s ^ (s >> 15)) * (s | 1)) & 0xFFFFFFFF
        t ^= (t + ((t ^ (t >> 7)) * (t | 61) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return (t ^ (t >> 14)) / 4294967296

    def chance(self, p): return self.unit() < p
    def below(self, n): return int(self.unit() * n)
    def choose(self, items): return items[self.below(len(items))]
    def between(self, low, high): return short(low + (high - low) * self.unit())
    def log(self, low, high): return short(math.exp(math.log(low) + math.log(high / low) * self.unit()))
    def signed(self, value): return value if self.chance(0.5) else -value

    def sample(self, items, count):
        items = list(items)
        return [items.pop(self.below(len(items))) for _ in range(count)]

def short(x): return float(f"{x:.6g}")


# ---- models ------------------------------------------------------------------------------------------------

# spectral densities as mathjs reads them and as gp does; {a}, {b}, {c} are numbers
DENSITIES = [
    ("{a} w^3 exp(-w/{b})", "{a}*w^3*exp(-w/{b})"),
    ("{a} w^2 exp(-w^2/{b})", "{a}*w^2*fade(w^2/{b})"),
    ("{a} w/(1+w^2/{b})", "{a}*w/(1+w^2/{b})"),
    ("{a} w/((w^2-{b})^2+{c} w^2)", "{a}*w/((w^2-{b})^2+{c}*w^2)"),
    ("{a} w exp(-w/{b})+{c} w^3 exp(-w)", "{a}*w*exp(-w/{b})+{c}*w^3*exp(-w)"),
    ("{a} w/(1+exp((w-{b})/{c}))", "{a}*w/(1+exp((w-{b})/{c}))"),
    ("{a} tanh(w/{b})", "{a}*tanh(w/{b})"),
    ("{a} w*(1-cos(w/{b}))", "{a}*w*(1-cos(w/{b}))"),
    ("{a} w log1p(w/{b}) exp(-w)", "{a}*w*log1p(w/{b})*exp(-w)"),
    ("{a} w sqrt(w) exp(-w/{b})", "{a}*w*sqrt(w)*exp(-w/{b})"),
]

# ordinary values; a range replaces one of them, or several
ORDINARY = {
    "exchange": lambda r: 1.0,
    "interaction": lambda r: r.between(-3, 3),
    "field": lambda r: r.between(-2, 2),
    "temperature": lambda r: r.log(0.3, 3),
    "coupling": lambda r: 0.01,
    "cutoff": lambda r: 10.0,
    "density": lambda r: False,
}
RANGES = {
    "cutoff": {"cutoff": lambda r: r.log(0.05, 1)},
    "fields": {"field": lambda r: r.signed(r.log(0.02, 20))},
    "exchange": {"exchange": lambda r: r.log(1e-12, 1)},
    "coupling": {"coupling": lambda r: r.log(1e-14, 10)},
    "temperature": {"temperature": lambda r: 0.0 if r.chance(0.25) else r.log(1e-3, 1e9)},
    "interaction": {"interaction": lambda r: r.signed(r.log(1e-2, 1e12))},
    "near-symmetry": {},
    "gaps": {},
    "densities": {"density": lambda r: r.chance(0.8)},
}
RANGES["everything"] = {k: v for name in list(RANGES) for k, v in RANGES[name].items()}

def sector(r, sites):
    return r.choose([0, sites]) if r.chance(0.04) else 1 + r.below(sites - 1)

def bath(r, draw, site):
    temperature = draw["temperature"](r)
    if not draw["density"](r):
        return {"site": site, "temperature": temperature, "coupling": draw["coupling"](r), "cutoff": draw["cutoff"](r)}
    numbers = {"a": draw["coupling"](r), "b": r.log(0.5, 30), "c": r.log(0.005, 0.5)}
    text, formula = r.choose(DENSITIES)
    filled = lambda pattern, write: pattern.format(**{k: write(v) for k, v in numbers.items()})
    return {"site": site, "temperature": temperature, "spectralDensity": filled(text, number), "formula": filled(formula, fraction)}

def number(x): return repr(int(x)) if x == int(x) and abs(x) < 1e15 else repr(x)

def graph(r, sites):
    """pairs of sites: a chain, a star, a ring, or a random tree with some more bonds"""
    kind = r.choose(["chain", "star", "ring", "random"])
    if kind == "chain": return [(l, l + 1) for l in range(1, sites)]
    if kind == "star": return [(1, l) for l in range(2, sites + 1)]
    if kind == "ring" and sites > 2: return [(l, l % sites + 1) for l in range(1, sites + 1)]
    pairs = [(1 + r.below(l - 1), l) for l in range(2, sites + 1)]
    more = [p for p in combinations(range(1, sites + 1), 2) if p not in pairs]
    return pairs + r.sample(more, r.below(min(3, len(more) + 1)))

def draw_model(r, draw):
    sites = 2 + r.below(5)
    up = sector(r, sites)
    m = {"sites": sites, "spinsUp": up}
    if r.chance(0.55):
        m |= {"exchange": draw["exchange"](r), "interaction": draw["interaction"](r)}
    else:
        m["bonds"] = [{"from": a, "to": b, "exchange": r.signed(draw["exchange"](r)), "interaction": draw["interaction"](r)}
                      for a, b in graph(r, sites)]
    m["fields"] = [0.0 if r.chance(0.15) else draw["field"](r) for _ in range(sites)]
    m["baths"] = [bath(r, draw, site) for site in r.sample(range(1, sites + 1), min(sites, 1 + r.below(3)))]
    return m

def near(r, x):
    """x, or next to it by 1e-12 … 1e-2, now and then the same"""
    return x if r.chance(0.1) else x * (1 + r.signed(r.log(1e-12, 1e-2)))

def draw_near_symmetry(r, draw):
    """a permutation that keeps the sites of the baths almost exchanges other sites"""
    value = lambda name: draw[name](r)
    kind = r.choose(["ring", "star", "chain", "uniform"])
    sites = {"ring": r.choose([3, 4, 5, 6]), "star": 3 + r.below(4), "chain": r.choose([3, 5]), "uniform": 3 + r.below(4)}[kind]
    up = 1 + r.below(sites - 1)
    m = {"sites": sites, "spinsUp": up}
    fields = [value("field") for _ in range(sites)]
    interaction = value("interaction")
    bonds = None
    if kind == "ring":                                          # mirror through site 1 (and the opposite one)
        for l in range(2, sites + 1):
            k = (sites + 1 - l) % sites + 1
            if k > l: fields[k - 1] = near(r, fields[l - 1])
        places = [1, sites // 2 + 1] if sites % 2 == 0 else [1]
        if r.chance(0.5): m |= {"exchange": value("exchange"), "interaction": interaction}
        else:
            strengths = [value("exchange") * r.between(0.5, 1.5) for _ in range(sites)]
            bonds = []
            for l in range(sites):                              # bond l joins l+1, l+2; its mirror is sites−1−l
                k = sites - 1 - l
                J = near(r, bonds[k]["exchange"]) if k < l else strengths[l]
                bonds.append({"from": l + 1, "to": (l + 1) % sites + 1, "exchange": J, "interaction": interaction})
    elif kind == "star":                                        # leaves nearly alike
        like = r.sample(range(2, sites + 1), 2 + r.below(sites - 2))
        J = value("exchange")
        bonds = [{"from": 1, "to": l, "exchange": J if l in like else r.between(0.5, 1.5), "interaction": interaction}
                 for l in range(2, sites + 1)]
        for l in like[1:]:
            fields[l - 1] = near(r, fields[like[0] - 1])
            bonds[l - 2]["exchange"] = r.signed(near(r, J))
        places = [1] + [l for l in range(2, sites + 1) if l not in like]
    elif kind == "chain":                                       # a bath in the middle
        for l in range(1, sites // 2 + 1): fields[sites - l] = near(r, fields[l - 1])
        bonds = [{"from": l, "to": l + 1, "exchange": near(r, 1.0), "interaction": interaction} for l in range(1, sites)]
        places = [(sites + 1) // 2]
    else:                                                       # a ring with nearly the same field everywhere
        m |= {"exchange": value("exchange"), "interaction": interaction}
        fields = [near(r, fields[0]) for _ in range(sites)]
        places = list(range(1, sites + 1))
    if bonds: m["bonds"] = bonds
    m["fields"] = fields
    m["baths"] = [bath(r, draw, site) for site in r.sample(places, min(len(places), 1 + r.below(3)))]
    return m

def draw_gaps(r, draw):
    """levels close to one another: all of them, or those of two sites in a weak bond"""
    m = draw_model(r, draw)
    sites, delta = m["sites"], r.log(1e-12, 1e-2)
    if r.chance(0.4):
        common = draw["field"](r)
        m["fields"] = [common + delta * h for h in m["fields"]]
        for b in m.get("bonds", [m]): b["exchange"] *= delta; b["interaction"] *= delta
        return m
    m["fields"] = [h or draw["field"](r) for h in m["fields"]]
    if "bonds" in m:
        weak = r.choose(m["bonds"])
        weak["exchange"] *= delta
        m["fields"][weak["to"] - 1] = near(r, m["fields"][weak["from"] - 1])
    else:
        a, b = r.sample(range(sites), 2)
        m["exchange"] *= r.log(1e-6, 1)
        m["fields"][b] = near(r, m["fields"][a])
    return m

def models(name):
    r = Random(int.from_bytes(name.encode()[:4], "little") + 11)
    draw = {**ORDINARY, **RANGES[name]}
    while True:
        if name == "near-symmetry": yield draw_near_symmetry(r, draw)
        elif name == "gaps": yield draw_gaps(r, draw)
        elif name == "everything": yield r.choose([draw_model, draw_model, draw_near_symmetry, draw_gaps])(r, draw)
        else: yield draw_model(r, draw)


# ---- operators of a sector, exactly --------------------------------------------------------------------------

def fraction(x):
    p, q = float(x).as_integer_ratio()
    return f"({p}/{q})" if q > 1 else f"({p})"

def operators(m):
    """H, and the antisymmetric K of every observable iK: heat through free sites of a ring, spin on every bond"""
    N, M = m["sites"], m["spinsUp"]
    ring = "bonds" not in m
    bonds = [{"from": l, "to": l % N + 1, "exchange": m["exchange"], "interaction": m["interaction"]}
             for l in range(1, 2 if N == 2 else N + 1)] if ring else m["bonds"]
    bonds = [(b["from"] - 1, b["to"] - 1, Fraction(b["exchange"]), Fraction(b["interaction"])) for b in bonds]
    h = [Fraction(x) for x in m["fields"]]
    states = [frozenset(up) for up in combinations(range(N), M)]
    place = {up: k for k, up in enumerate(states)}
    n = len(states)
    z = [[1 if l in up else -1 for up in states] for l in range(N)]
    degree = [sum(l in b[:2] for b in bonds) for l in range(N)]
    zero = lambda: [[Fraction(0)] * n for _ in range(n)]

    def energy(bond):                                           # J(σxσx + σyσy) + Δ n n + its share of the fields
        a, b, J, delta = bond
        A = zero()
        for k, up in enumerate(states):
            A[k][k] = delta * (a in up and b in up) + h[a] * z[a][k] / degree[a] + h[b] * z[b][k] / degree[b]
            if (a in up) != (b in up): A[place[up ^ {a, b}]][k] = 2 * J
        return A

    def spin(bond):                                             # J(σxσy − σyσx) = 2iJ (σ+σ− − σ−σ+)
        a, b, J, _ = bond
        A = zero()
        for k, up in enumerate(states):
            if (a in up) != (b in up): A[place[up ^ {a, b}]][k] = 2 * J if b in up else -2 * J
        return A

    plus = lambda A, B, s=1: [[x + s * y for x, y in zip(*rows)] for rows in zip(A, B)]
    times = lambda A, B: [[sum((x * y for x, y in zip(row, column) if x and y), Fraction(0)) for column in zip(*B)] for row in A]
    energies = [energy(b) for b in bonds]
    H = zero()
    for A in energies: H = plus(H, A)
    bathed = {b["site"] for b in m["baths"]}
    in_order = [b[:2] for b in bonds] == [(l, (l + 1) % N) for l in range(N)]
    free = [l for l in range(N) if N > 2 and in_order and l + 1 not in bathed]
    commutator = lambda A, B: plus(times(A, B), times(B, A), -1)
    heat = [commutator(energies[l - 1], energies[l]) for l in free]
    return H, [z[b["site"] - 1] for b in m["baths"]], heat, [spin(b) for b in bonds], free


# ---- solving ---------------------------------------------------------------------------------------------------

def matrix(A): return "Mat([" + ";".join(",".join(map(str, row)) for row in A) + "])"
def listed(items): return "[" + ",".join(items) + "]"

def density(b):
    return "w->" + (b["formula"] if "formula" in b else f"{fraction(b['coupling'])}*w*exp(-w/{fraction(b['cutoff'])})")

def gp(call, digits):
    done = subprocess.run(["gp", "-q", "-f", "-D", f"realprecision={digits}", str(HERE / "redfield.gp")],
                          input=call + "\n", capture_output=True, text=True)
    text = re.sub(r"(\d)\.E", r"\1.0E", done.stdout.replace(" E", "E"))
    if not text.startswith("["): raise RuntimeError(done.stderr + call)
    return json.loads(text)

def solve(m):
    H, spins, heat, flows, free = operators(m)
    call = "steady(" + ",".join([matrix(H), listed(map(str, spins)), listed(map(density, m["baths"])),
                                 listed(fraction(b["temperature"]) for b in m["baths"]), listed(map(matrix, heat + flows))]) + ")"
    for digits in DIGITS:
        fastest, slowest, energies, *rest = gp(call, digits)
        if rest and rest[0] < 1e-25 and min(rest[3]) > 0: break
    few = lambda x: float(f"{x:.3g}")
    record = {"unique": bool(rest), "slowest": few(slowest), "fastest": few(fastest), "energies": energies}
    if rest:
        defect, populations, heats, gross, currents, ergotropy, least = rest
        assert defect < 1e-25, f"{defect} with {digits} digits: {m}"
        record |= {"populations": populations, "bathHeat": heats, "gross": gross,
                   "heatCurrents": {str(l + 1): j for l, j in zip(free, currents)}, "spinCurrents": currents[len(free):],
                   "ergotropy": ergotropy, "minEigenvalue": least}
    return record

def answerable(record): return record["unique"] and record["slowest"] >= 1e-25 * record["fastest"]


# ---- against QuTiP -----------------------------------------------------------------------------------------------

def check():
    """the models of data/qutip, whose numbers are good to about 1e-14"""
    worst = 0
    for entry in json.loads((HERE.parent / "qutip" / "reference.json").read_text())["models"]:
        ours, theirs = solve(entry["description"]), entry["expected"]
        assert ours["heatCurrents"].keys() == theirs["heatCurrents"].keys()
        for key in ("energies", "populations", "bathHeat", "heatCurrents", "spinCurrents", "ergotropy", "minEigenvalue"):
            values = [flat(x[key]) for x in (ours, theirs)]
            worst = max([worst] + [abs(a - b) for a, b in zip(*values, strict=True)])
    assert worst < 1e-13
    print(f"the models of data/qutip: largest difference {worst:.1e}", flush=True)

def flat(x): return list(x.values()) if isinstance(x, dict) else x if isinstance(x, list) else [x]


def main(names):
    check()
    for name in names:
        start, records = time.time(), []
        for m in models(name):
            record = solve(m)
            for b in m["baths"]: b.pop("formula", None)
            records.append({"description": m, **record})
            if len(records) >= MODELS and sum(map(answerable, records)) >= ANSWERABLE: break
        (HERE / f"{name}.ndjson").write_text("".join(json.dumps(r, separators=(",", ":")) + "\n" for r in records))
        print(f"{name:14} {len(records)} models, {sum(r['unique'] for r in records)} unique, "
              f"{sum(map(answerable, records))} answerable, {time.time() - start:.0f} s", flush=True)

if __name__ == "__main__": main(sys.argv[1:] or list(RANGES))
