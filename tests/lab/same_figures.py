#!/usr/bin/env python3
"""Are the numbers in summary.xlsx, as LibreOffice reads them, those of `kiosk counts --json`?

    same_figures.py COUNTS.JSON SHEET.CSV…      the sheets as LibreOffice writes them, cells not formatted

Every table of the JSON must be found in the sheets, row by row, words and numbers in their order, and every table of the
sheets must be one of the JSON. Prints how many numbers were compared."""
import csv
import json
import sys

WORDS = {"good": "正面", "mixed": "中间", "bad": "反面"}  # of an ending's outcome
PAIRS = ("项目", "数值", "口径")  # first line of a table of names and values


def number(text):
    """A cell as a number; 12.5% is 0.125."""
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return text


def cell(value):
    if value is None:
        return ""
    return WORDS.get(value, value) if isinstance(value, str) else float(value)


def tables_of_json(figures, path=""):
    for name, value in figures.items():
        where = path + name
        if name in ("period", "thresholds", "definitions"):
            continue
        if isinstance(value, list):
            if value:
                yield where, [[cell(v) for v in row.values()] for row in value]
        elif isinstance(value, dict):
            column = [[cell(v)] for v in value.values() if not isinstance(v, (dict, list))]
            if column:
                yield where, column
            yield from tables_of_json({k: v for k, v in value.items() if isinstance(v, (dict, list))}, where + ".")


def tables_of_sheet(path):
    """(title, rows); a title, a line of column names, rows until an empty line."""
    with open(path, encoding="utf-8-sig", newline="") as f:
        rows = [r for r in csv.reader(f)]
    at = 2  # the sheet's own title and where it comes from
    while at < len(rows):
        while at < len(rows) and not any(rows[at]):
            at += 1
        block = []
        while at < len(rows) and any(rows[at]):
            block.append(rows[at])
            at += 1
        if len(block) < 3:
            continue
        names = [n for n in block[1] if n]
        if tuple(names[:3]) == PAIRS:
            yield path, block[0][0], [[r[1]] for r in block[2:]]
        else:
            yield path, block[0][0], [r[:len(names)] for r in block[2:]]


def same(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1e-12 * max(1.0, abs(a))
    return str(a) == str(b)


def equal(ours, theirs):
    return len(ours) == len(theirs) and all(
        len(a) == len(b) and all(same(x, number(y) if isinstance(x, float) else y) for x, y in zip(a, b))
        for a, b in zip(ours, theirs))


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        ours = list(tables_of_json(json.load(f)))
    theirs = [t for path in sys.argv[2:] if "口径说明" not in path for t in tables_of_sheet(path)]
    used, compared, failed = set(), 0, 0
    for name, rows in ours:
        found = next((i for i, t in enumerate(theirs) if i not in used and equal(rows, t[2])), None)
        if found is None:
            print(f"not in the sheets: {name} {rows[:3]}")
            failed += 1
            continue
        used.add(found)
        compared += sum(isinstance(v, float) for row in rows for v in row)
    for i, (path, title, rows) in enumerate(theirs):
        if i not in used:
            print(f"not in the JSON: {path} {title} {rows[:3]}")
            failed += 1
    print(f"{len(ours)} tables, {compared} numbers compared, {failed} tables differ")
    return 1 if failed or not compared else 0


sys.exit(main())
