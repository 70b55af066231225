"""Reference values of the Lamb shift, to all digits of a double.

    python3 data/lamb-shift/generate.py      writes reference.json beside this file (mpmath, half a minute)

    Λ(ε) = (1/π) { P∫_0^∞ dω J n_B [1/(ω − ε) − 1/(ω + ε)] − P∫_0^∞ dω J/(ω + ε) },   n_B = 1/(e^{ω/T} − 1)

by quadrature with 30 digits, over intervals that end where J has structure and that are even about the pole. A rational J at T > 0 is done a second time from its poles and the Matsubara frequencies
ν_n = 2πnT (residues in the lower half plane), and both must agree:

    W(ε) + iΛ(ε) = −Σ_j Res_j J [coth(ω_j/2T) + 1]/(ε + ω_j) − Σ_n 2T J(−iν_n)/(ε − iν_n)
"""
import json, pathlib
from mpmath import mp, mpf, mpc, quad, exp, expm1, pi, sqrt, coth, nsum, inf

mp.dps = 30


def brownian(strength, frequency, width):
    c, w0, g = mpf(strength), mpf(frequency), mpf(width)
    root = sqrt(w0**2 - g**2 / 4)
    edges = [w0] + [w0 + s * k * g for k in (1, 8) for s in (-1, 1)]
    poles = [s * root - mpc(0, g / 2) for s in (-1, 1)]
    residues = [c * g * p / (4 * p * (p * p - w0**2) + 2 * g * g * p) for p in poles]
    return {"text": f"{strength}*{width}*w/((w^2-{frequency}^2)^2+({width}*w)^2)",
            "density": lambda w: c * g * w / ((w * w - w0**2) ** 2 + (g * w) ** 2),
            "edges": [e for e in edges if e > 0], "poles": list(zip(poles, residues))}


def drude(slope, cutoff):
    c, k = mpf(slope), mpf(cutoff)
    return {"text": f"{slope}*w/(1+(w/{cutoff})^2)", "density": lambda w: c * w / (1 + (w / k) ** 2),
            "edges": [k], "poles": [(mpc(0, -k), c * k * k / 2)]}


def powered(strength, power, cutoff):
    c, s, k = mpf(strength), mpf(power), mpf(cutoff)
    return {"text": f"{strength}*w^{power}*exp(-w/{cutoff})", "density": lambda w: c * w**s * exp(-w / k),
            "edges": [k, 10 * k, 40 * k]}


def together(*parts):
    return {"text": " + ".join(p["text"] for p in parts), "density": lambda w: sum(p["density"](w) for p in parts),
            "edges": [e for p in parts for e in p["edges"]], "poles": [q for p in parts for q in p["poles"]]}


def against_pole(g, x, edges):
    """P∫_0^∞ g(ω)/(ω − x) dω"""
    if x <= 0:
        return quad(lambda w: g(w) / (w - x), [0, *edges, inf])
    turns = sorted({abs(e - x) for e in edges if 0 < abs(e - x) < x})
    near = quad(lambda u: (g(x + u) - g(x - u)) / u, [0, *turns, x])
    return near + quad(lambda w: g(w) / (w - x), [2 * x, *(e for e in edges if e > 2 * x), inf])


def shift(density, temperature, energy):
    j, t, e = density["density"], mpf(temperature), mpf(energy)
    edges = sorted({*density["edges"], mpf(1), mpf(30), *([t, 20 * t] if t else [])})
    total = -against_pole(j, -e, edges)
    if t and e:
        hot = lambda w: j(w) / expm1(w / t)
        total += against_pole(hot, e, edges) - against_pole(hot, -e, edges)
    return total / pi


def shift_from_poles(density, temperature, energy):
    j, t, e = density["density"], mpf(temperature), mpf(energy)
    total = -sum(r * (coth(p / (2 * t)) + 1) / (e + p) for p, r in density["poles"])
    total -= nsum(lambda n: 2 * t * j(mpc(0, -2 * pi * n * t)) / (e - mpc(0, 2 * pi * n * t)), [1, inf])
    assert abs(total.real - rate(j, t, e)) < mpf(10) ** -18 * abs(total), (density["text"], temperature, energy)
    return total.imag


def rate(j, t, e):
    w = abs(e)
    return j(w) * (1 / expm1(w / t) + (1 if e < 0 else 0))


CASES = [
    (brownian("0.04", "4", "1"), ["0", "2"], ["-4", "-0.3", "1", "6"]),
    (brownian("0.04", "4", "0.5"), ["0", "1", "2"], ["-5", "-1", "0.001", "4", "8"]),
    (brownian("0.04", "4", "0.05"), ["0", "0.1", "2", "50"], ["-30", "-4.01", "-3.9", "-4", "0.2", "3.99", "4", "5.5"]),
    (brownian("0.04", "0.7", "0.05"), ["0", "2"], ["-0.7", "-0.2", "0.71", "3"]),
    (brownian("2", "31.3", "0.05"), ["0", "2"], ["-31.4", "-2", "5", "31.3"]),
    (brownian("0.04", "4", "0.001"), ["2"], ["-4.0004", "-1", "3.9", "4.0001"]),
    (together(brownian("0.04", "4", "0.05"), brownian("0.01", "1.5", "0.05"), brownian("0.5", "9", "0.1")), ["0", "2"], ["-9", "-1.5", "2", "4.02"]),
    (drude("0.02", "5"), ["0", "2", "40"], ["-7", "-0.01", "3", "5"]),
    (powered("0.01", "1", "10"), ["0", "2"], ["-12", "-0.5", "4", "60"]),
    (powered("0.01", "3", "3"), ["0", "2"], ["-12", "4"]),
    (powered("0.01", "0.5", "3"), ["0"], ["-12", "-0.01", "4"]),
]

values = []
for density, temperatures, energies in CASES:
    for temperature in temperatures:
        for energy in energies:
            value = shift(density, temperature, energy)
            if "poles" in density and temperature != "0":
                other = shift_from_poles(density, temperature, energy)
                assert abs(value - other) < mpf(10) ** -15 * abs(value), (density["text"], temperature, energy, value, other)
            values.append({"spectralDensity": density["text"], "temperature": float(temperature),
                           "energy": float(energy), "levelShift": float(value)})

path = pathlib.Path(__file__).with_name("reference.json")
path.write_text(json.dumps(values, indent=0) + "\n")
print(len(values), "values")
