#!/usr/bin/env python3
"""Draws how the time of each query grows with the graph, as SVG: `growth.py OUT.svg SMALL.json … LARGE.json`.

Each JSON file is what the side-by-side runner wrote for a graph of one size; `own` is factloom, and the thin line is the fastest of
the others. Both axes are logarithmic. Behind the name of a query stands its growth from the last size but one to the last: the power
of the graph's size (1: linear, 0: none).
"""
import json
import math
import sys
from html import escape

NAMES = {
    "n01": "look-up by id", "n02": "look-up by name", "n03": "one hop, one type", "n04": "one hop from a hub",
    "n05": "two hops", "n06": "three hops, filtered", "n07": "colleagues", "n08": "triangles",
    "n09": "triangles, two types", "n10": "top degrees", "n11": "group, top 10", "n12": "types counted",
    "n13": "reach of 4, one type", "n14": "reach of 3", "n15": "shortest path", "n16": "all shortest paths",
    "n17": "optional", "n18": "regular expression", "n19": "part of a name", "n20": "order, limit",
    "n21": "different pairs", "n22": "scan of relationships", "n23": "common neighbours", "n24": "negated pattern",
    "n25": "latest of a hub", "n26": "recommendation",
}
WIDTH, HEIGHT, COLUMNS = 212, 150, 5
LEFT, TOP, RIGHT, BOTTOM = 48, 26, 16, 24
SIZES = {"100000": 1e5, "1000000": 1e6, "10m": 1e7}


def size(name):
    return SIZES.get(name[1:]) or float(name[1:])


def series(files):
    """Of each query: size, own time and the fastest other's time."""
    points = {}
    for file in files:
        with open(file, encoding="utf-8") as handle:
            results = json.load(handle)["results"]
        for query in NAMES:
            times = {r["engine"]: r["queries"].get(query, {}).get("cpu_ms") for r in results}
            own = times.pop("own", None)
            times.pop("ref", None)
            others = [time for time in times.values() if time]
            if own:
                edges = size(results[0]["data"])
                points.setdefault(query, []).append((edges, own, min(others) if others else None))
    return {query: sorted(own) for query, own in points.items()}


def tick(time):
    if time >= 1000:
        return f"{time / 1000:g} s"
    return f"{time:g} ms" if time >= 1 else f"{time * 1000:g} µs"


def panel(query, own, x, y, times):
    low, high = (math.log10(time) for time in times)
    first, last = math.log10(own[0][0]), math.log10(own[-1][0])
    across, down = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(edges, time):
        return (x + LEFT + (math.log10(edges) - first) / (last - first) * across,
                y + TOP + (high - math.log10(time)) / (high - low) * down)

    growth = math.log10(own[-1][1] / own[-2][1]) / math.log10(own[-1][0] / own[-2][0])
    out = [f'<text x="{x + LEFT}" y="{y + 16}" class="name">{query} {escape(NAMES[query])}'
           f'<tspan class="growth" dx="6">{growth:.1f}</tspan></text>']
    for power in range(math.ceil(low), math.floor(high) + 1):
        _, at = place(own[0][0], 10.0 ** power)
        out.append(f'<line x1="{x + LEFT}" y1="{at:.1f}" x2="{x + LEFT + across}" y2="{at:.1f}" class="grid"/>')
        if power % 2 == 0:
            out.append(f'<text x="{x + LEFT - 4}" y="{at + 3:.1f}" class="tick" text-anchor="end">{tick(10.0 ** power)}</text>')
    for edges, _, _ in own:
        at, _ = place(edges, 10 ** low)
        label = f"{edges / 1e6:g} M" if edges >= 1e6 else f"{edges / 1e3:g} k"
        out.append(f'<text x="{at:.1f}" y="{y + HEIGHT - 10}" class="tick" text-anchor="middle">{label}</text>')
    for kind, which in (("other", 2), ("own", 1)):
        line = [place(point[0], point[which]) for point in own if point[which]]
        if len(line) > 1:
            path = " ".join(f"{a:.1f},{b:.1f}" for a, b in line)
            out.append(f'<polyline points="{path}" class="{kind}"/>')
        if kind == "own":
            out += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="2.6" class="dot"/>' for a, b in line]
    return "\n".join(out)


def main():
    target, files = sys.argv[1], sys.argv[2:]
    queries = {query: own for query, own in series(files).items() if len(own) > 1}
    times = [time for own in queries.values() for point in own for time in point[1:] if time]
    span = (10 ** math.floor(math.log10(min(times))), 10 ** math.ceil(math.log10(max(times))))
    rows = math.ceil(len(queries) / COLUMNS)
    width, height = COLUMNS * WIDTH, rows * HEIGHT + 34
    panels = [panel(query, own, at % COLUMNS * WIDTH, at // COLUMNS * HEIGHT + 30, span)
              for at, (query, own) in enumerate(queries.items())]
    style = """text{font:11px sans-serif;fill:#223}.tick{font-size:9px;fill:#667}.name{font-weight:600}.growth{font-weight:400;fill:#667}
.grid{stroke:#e3e6ea}.own{fill:none;stroke:#1f6f5c;stroke-width:2}.dot{fill:#1f6f5c}.other{fill:none;stroke:#b9794a;stroke-width:1.2}"""
    head = ('CPU time of each query by the number of relationships: factloom (thick) and the fastest other engine (thin); '
            'behind the name the power of the size that the time grows with')
    with open(target, "w", encoding="utf-8") as out:
        out.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
                  f'<title>{head}</title>\n<style>{style}</style>\n<rect width="{width}" height="{height}" fill="#fff"/>\n'
                  f'<text x="{LEFT}" y="20">{head}</text>\n' + "\n".join(panels) + "\n</svg>\n")


if __name__ == "__main__":
    main()
