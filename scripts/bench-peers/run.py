#!/usr/bin/env python3
"""`make bench-peers`: both sides of one run on the same mines, truck cycles per CPU second, ours over theirs; the same
questions of stock, answers per CPU second; and Weibull fits of the same lives, fits per CPU second.

The peers are installed into throwaway environments under target/bench-peers, never into the project's own. In each of
three rounds every peer and our own program run in turn; medians of the rounds are compared. The page goes to
docs/bench-peers.md.

    scripts/bench-peers/run.py [--rounds N] [--only haulage|stock|lives] [--write PATH]

With --only the other parts of the page stay as they are.
"""
import argparse
import os
import statistics
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PLACE = ROOT / "target" / "bench-peers"
OURS = ROOT / "target" / "release" / "peers"
FITS = ROOT / "target" / "release" / "examples" / "fits"

# Each environment with what is installed into it: the peers' own requirements conflict, and most of what OpenMines
# asks for (language models, training) has no part in a simulated shift. It asks for SimPy 4.0.2.
OPENMINES = ["--no-deps", "openmines==0.2.0"], ["simpy==4.0.2", "numpy==1.25.0", "scipy==1.10.1", "matplotlib==3.7.2", "tabulate"]
MINEHAULSIM = ["minehaulsim==0.12.1", "simpy==4.1.2"],
STOCKPYL = ["stockpyl==1.0.2", "numpy<2"],
LIVES = ["lifelines==0.30.3", "reliability==0.9.0", "surpyval==0.25", "autograd==1.9.1", "numpy==2.4.6", "scipy==1.17.1", "pandas==2.3.3"],
LIBRARIES = ["lifelines", "reliability", "surpyval"]
# Lives in a sample, with how many times as fast as each library our fit is to be.
SAMPLES = {100: 1_000, 10_000: 100, 1_000_000: None}

# PEERS: JaamSim 2026-03 on the plain loop, measured once on a 2-core machine of the same kind; it is not run here.
JAAMSIM = 350_000

# What is asked of both sides about stock: the names that both print, and what is asked.
QUESTIONS = {
    "newsvendor": "one order, Poisson demand of 18",
    "same_size": "the best (r, Q), Poisson demand",
    "levels": "the best (s, S) of the 16 rows of Zheng and Federgruen's table",
    "ten_periods": "ten periods, normal demand in whole pieces, the stock in sight",
    "closed_for_nine_months": "a year in which the road is open for three months, the stock in sight",
}
PARTS = {"haulage": "## Haulage", "stock": "## Stock", "lives": "## Weibull fits"}

TARGETS = {
    "OpenMines": 5_000,
    "minehaulsim, traffic": 150,
    "minehaulsim, free flow": 200,
    "SimPy": 50,
    "JaamSim": 10,
}


def environment(name, installs):
    folder = PLACE / name
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        print(f"installing into {folder.relative_to(ROOT)}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        for wanted in installs:
            subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-warn-conflicts", *wanted], check=True)
        done.touch()
    return python


def versions(python, names):
    code = f"import importlib.metadata as m, sys\nprint(sys.version.split()[0], *[m.version(n) for n in {names!r}])"
    python_version, *found = subprocess.run([python, "-c", code], check=True, capture_output=True,
                                            text=True).stdout.split()
    return ", ".join([f"{name} {version}" for name, version in zip(names, found)] + [f"Python {python_version}"])


def theirs(python, *words):
    out = subprocess.run([python, HERE / words[0], *words[1:]], check=True, capture_output=True, text=True).stdout
    cycles, seconds = out.split()[-2:]
    return int(cycles) / float(seconds)


def ours(*words):
    out = subprocess.run([OURS, *words], check=True, capture_output=True, text=True).stdout
    return {name: float(rate) for name, rate in (line.split("\t") for line in out.splitlines())}


def openmines_config():
    """The figures of the north pit that comes with OpenMines, as the tests of the replay have them."""
    return ROOT / "extras" / "peers" / "tests" / "data" / "north_pit_mine.json"


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--only", choices=list(PARTS))
    words.add_argument("--write", type=Path)
    args = words.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    wanted = [args.only] if args.only else list(PARTS)
    measure = {"haulage": haulage, "stock": stock, "lives": lives}
    parts = {part: measure[part](args.rounds) for part in wanted}
    if args.write and args.only:
        parts = earlier(args.write.read_text(encoding="utf-8")) | parts
    page = "\n".join(HEAD + [line for part in PARTS if part in parts for line in [PARTS[part], "", parts[part]]])
    if args.write:
        args.write.write_text(page, encoding="utf-8")
    print(page)


HEAD = [
    "# Beside the peers",
    "",
    "Written by `make bench-peers`, which installs the peers into throwaway environments and runs both sides in turn. Per CPU "
    "second of one thread, medians of the rounds; ratios travel between machines, absolute figures do not.",
    "",
]


def earlier(page):
    """The parts of a page written before."""
    parts = {}
    for part, heading in PARTS.items():
        if f"\n{heading}\n" in page:
            text = page.split(f"\n{heading}\n")[1].split("\n## ")[0]
            parts[part] = text.strip() + "\n"
    return parts


def haulage(rounds):
    mines, haul = environment("openmines", OPENMINES), environment("minehaulsim", MINEHAULSIM)
    presets = ["starter_pit", "deep_spiral"]
    for preset in presets:
        subprocess.run([haul, HERE / "minehaulsim_side.py", "write", preset, PLACE / f"{preset}.json"], check=True)

    samples = {}
    for nth in range(rounds):
        print(f"round {nth + 1} of {rounds}", file=sys.stderr)
        for (what, way), rate in one_round(mines, haul, presets):
            samples.setdefault((what, way), []).append(rate)
    medians = {key: statistics.median(rates) for key, rates in samples.items()}
    return render(medians, rounds, versions(mines, ["openmines", "simpy", "numpy"]),
                  versions(haul, ["minehaulsim", "simpy", "numpy"]))


def stock(rounds):
    """Both sides must answer alike."""
    python = environment("stockpyl", STOCKPYL)
    samples = {}
    for nth in range(rounds):
        print(f"stock, round {nth + 1} of {rounds}", file=sys.stderr)
        for side, command in (("theirs", [python, HERE / "stockpyl_side.py"]), ("ours", [OURS, "stock"])):
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            for name, rate, answer in (line.split("\t") for line in out.splitlines()):
                samples.setdefault(name, {"theirs": [], "ours": [], "answers": set()})
                samples[name][side].append(float(rate))
                samples[name]["answers"].add(answer)
    lines = [
        f"Questions of one item that both sides answer alike, to the last piece; answers per CPU second, medians of {rounds} rounds. "
        f"stockpyl side: {versions(python, ['stockpyl', 'numpy', 'scipy'])}.",
        "",
        "| question | stockpyl | ours | over the peer |",
        "|---|---:|---:|---:|",
    ]
    for name, question in QUESTIONS.items():
        if len(samples[name]["answers"]) != 1:
            raise SystemExit(f"{name}: {samples[name]['answers']}")
        peer, own = (statistics.median(samples[name][side]) for side in ("theirs", "ours"))
        lines.append(f"| {question} | {peer:,.2f} | {own:,.0f} | {own / peer:,.0f} |")
    return "\n".join(lines + [""])


def lives(rounds):
    python = environment("lives", LIVES)
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    laws = {}

    def told(n, way, command):
        out = subprocess.run(command, check=True, capture_output=True, text=True, env=alone).stdout
        shape, scale, fits, seconds = (float(figure) for figure in out.split())
        laws[(n, way)] = (shape, scale)
        return (n, way), fits / seconds

    def one_round():
        for n in SAMPLES:
            file = PLACE / f"lives-{n}.csv"
            subprocess.run([python, HERE / "life_side.py", "write", str(n), file], check=True)
            for library in LIBRARIES:
                yield told(n, library, [python, HERE / "life_side.py", "run", library, file])
            yield told(n, "Iceroad", [FITS, file])

    samples = {}
    for nth in range(rounds):
        print(f"round {nth + 1} of {rounds}", file=sys.stderr)
        for key, rate in one_round():
            samples.setdefault(key, []).append(rate)
    medians = {key: statistics.median(rates) for key, rates in samples.items()}
    for (n, way), law in laws.items():
        ours = laws[(n, "Iceroad")]
        if any(abs(theirs / own - 1) > 1e-4 for theirs, own in zip(law, ours)):
            raise SystemExit(f"{way} finds {law} in {n} lives and ours {ours}: one of them is wrong")
    lines = [
        "A Weibull law fitted by maximum likelihood to lives of which a third are censored, as the same arrays on both sides: fits per CPU "
        f"second of one thread, medians of {rounds} rounds in turn, after a fit that does not count. Ours begins with the check of each life. "
        "The libraries also work out standard errors with each fit, which ours does when it is asked. Shapes and scales of all "
        "agree to 0.01 %.",
        "",
        versions(python, LIBRARIES + ["numpy"]) + ".",
        "",
        "| lives | way | fits per CPU s | ours over it | target |",
        "|---:|---|---:|---:|---:|",
    ]
    for (n, way), rate in medians.items():
        target = SAMPLES[n]
        ratio = "" if way == "Iceroad" else f"{medians[(n, 'Iceroad')] / rate:,.0f}"
        aim = "" if way == "Iceroad" or target is None else f"{target:,}"
        lines.append(f"| {n:,} | {way} | {rate:,.{0 if rate >= 10 else 2}f} | {ratio} | {aim} |")
    return "\n".join(lines) + "\n"


def one_round(mines, haul, presets):
    """Pairs of (mine, way) and cycles per CPU second, peer and ours in turn."""
    mine = "OpenMines: north pit, 71 trucks, 240 min"
    yield (mine, "OpenMines, ShortestTrip"), theirs(mines, "openmines_side.py", openmines_config())
    for way, rate in ours("openmines", openmines_config()).items():
        yield (mine, way), rate
    for preset in presets:
        mine = f"minehaulsim: {preset}, 8 h"
        for mode, name in (("fast", "free flow"), ("traffic", "traffic")):
            yield (mine, f"minehaulsim, {name}"), theirs(haul, "minehaulsim_side.py", "run", preset, mode, "3")
        for way, rate in ours("minehaulsim", PLACE / f"{preset}.json").items():
            yield (mine, way), rate
    mine = "eight trucks, one shovel, exponential"
    yield (mine, "SimPy"), theirs(haul, "simpy_side.py", "200000")
    for way, rate in ours("eight").items():
        yield (mine, way), rate


def render(medians, rounds, openmines_versions, minehaulsim_versions):
    lines = [
        f"Truck cycles per CPU second, medians of {rounds} rounds. The peers run with their own random events and spreads, ours with "
        "the spreads of the imported scenario; *engine* is the room `haulage` by itself with its log counted and not kept, *its own "
        "rules* is the room `peers`, which repeats the peer to the last tie and without randomness.",
        "",
        f"OpenMines side: {openmines_versions}. minehaulsim and SimPy side: {minehaulsim_versions}.",
        "",
        "| mine | way | cycles per CPU s | over the peer | target |",
        "|---|---|---:|---:|---:|",
    ]
    for (mine, way), rate in medians.items():
        peer, target = peer_of(mine, way, medians)
        ratio = f"{rate / medians[(mine, peer)]:,.0f}" if peer else ""
        lines.append(f"| {mine} | {way} | {rate:,.0f} | {ratio} | {target} |")
    loop = medians[("eight trucks, one shovel, exponential", "kernel loop")]
    lines += [
        "",
        f"JaamSim is not run here: by the figure of its own measurement, {JAAMSIM:,} cycles per CPU second of the loop of "
        f"eight trucks on a machine of the same kind, the kernel loop is {loop / JAAMSIM:,.0f} times as fast "
        f"(target {TARGETS['JaamSim']}).",
        "",
    ]
    return "\n".join(lines)


def peer_of(mine, way, medians):
    """The peer that a way of ours is held against, and the target of the two."""
    if way.startswith(("OpenMines", "minehaulsim", "SimPy")):
        return None, ""
    if mine.startswith("OpenMines"):
        peer, target = "OpenMines, ShortestTrip", TARGETS["OpenMines"]
    elif mine.startswith("minehaulsim"):
        peer = "minehaulsim, " + ("traffic" if way.endswith("traffic") else "free flow")
        target = TARGETS[peer]
    else:
        peer, target = "SimPy", TARGETS["SimPy"]
    own = way.startswith("its own") or way.startswith("engine, a pit")
    return peer, "" if own else f"{target:,}"


main()
