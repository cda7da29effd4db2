#!/usr/bin/env python3
"""Writes land.txt: outlines of land for small maps.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 make.py package/land-110m.json

The outlines are those of Natural Earth (naturalearthdata.com), version 4.1.0, 1:110m physical vectors, land: public
domain. The npm package world-atlas (ISC) holds them as TopoJSON, from which only the coordinates are taken. Antarctica
is left out, and so is any point of an outline that lies on a straight line between its neighbours. An outline that crosses
the date line goes on past 180 degrees.
"""

import json
import pathlib
import sys

# units in a degree: finer than the outlines themselves are
UNITS = 50

HEAD = """\
# Outlines of land, one a line, written by make.py from Natural Earth 4.1.0, 1:110m land (naturalearthdata.com, public
# domain). Longitude and latitude in 1/50 of a degree, east and north: of the first point, then what is added for each next.
"""


def main():
    topology = json.loads(pathlib.Path(sys.argv[1]).read_text())
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(number):
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        return points if number >= 0 else points[::-1]

    def ring(numbers):
        points = []
        for number in numbers:
            points += arc(number)[1 if points else 0 :]
        # an outline that crosses the date line goes on past it
        for i in range(1, len(points)):
            x, y = points[i]
            points[i] = (x - 360 * round((x - points[i - 1][0]) / 360), y)
        middle = (min(x for x, _ in points) + max(x for x, _ in points)) / 2
        return [(x - 360 * round(middle / 360), y) for x, y in points]

    rings = [
        ring(numbers)
        for geometry in topology["objects"]["land"]["geometries"]
        for polygon in (geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]])
        for numbers in polygon
    ]
    lines = []
    for points in rings:
        if max(y for _, y in points) < -60:
            continue
        whole = [(round(x * UNITS), round(y * UNITS)) for x, y in points]
        # the first point is the last one too
        whole = [p for i, p in enumerate(whole[:-1]) if p != whole[i - 1]]
        kept = [
            p
            for i, p in enumerate(whole)
            if (p[0] - whole[i - 1][0]) * (whole[(i + 1) % len(whole)][1] - p[1])
            != (p[1] - whole[i - 1][1]) * (whole[(i + 1) % len(whole)][0] - p[0])
        ]
        if len(kept) < 3:
            continue
        steps = [kept[0]] + [(b[0] - a[0], b[1] - a[1]) for a, b in zip(kept, kept[1:])]
        lines.append(" ".join(f"{x} {y}" for x, y in steps))
    out = pathlib.Path(__file__).with_name("land.txt")
    out.write_text(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
