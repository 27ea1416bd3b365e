#!/usr/bin/env python3
"""Writes unicode-15.0.txt and folds-15.0.txt, which UnicodeTables reads, from the Unicode character database.

    unicode-tables.py UCD_FOLDER

The folder has UnicodeData.txt, Scripts.txt and CaseFolding.txt of one version: those of 15.0.0 are at
https://www.unicode.org/Public/15.0.0/ucd/ and in Debian's package unicode-data (15.0.0-1, /usr/share/unicode).
"""
import os
import re
import sys

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number):
    text = DIGITS[number % 36]
    while number >= 36:
        number //= 36
        text = DIGITS[number % 36] + text
    return text


def ranges(runes):
    """Neighbours as one range, each start told as its distance from the end before it."""
    spans = []
    for rune in sorted(runes):
        if spans and spans[-1][1] == rune - 1:
            spans[-1][1] = rune
        else:
            spans.append([rune, rune])
    end = 0
    for first, last in spans:
        yield base36(first - end) + ("+" + base36(last - first) if last > first else "")
        end = last


def lines(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        for line in file:
            fields = [field.strip() for field in line.split("#")[0].split(";")]
            if len(fields) > 1:
                yield fields


def categories(folder):
    sets, first = {}, None
    with open(os.path.join(folder, "UnicodeData.txt"), encoding="utf-8") as file:
        for fields in (line.split(";") for line in file):
            rune = int(fields[0], 16)
            if fields[1].endswith(", First>"):
                first = rune
                continue
            sets.setdefault(fields[2], set()).update(range(rune if first is None else first, rune + 1))
            first = None
    return sets


def scripts(folder):
    sets = {}
    for where, name in lines(folder, "Scripts.txt"):
        ends = [int(end, 16) for end in where.split("..")]
        sets.setdefault(name, set()).update(range(ends[0], ends[-1] + 1))
    return sets


def folds(folder):
    """Common and simple foldings (C and S) as the distance of each character from the one before, and of its folded one from it."""
    before = 0
    for code, status, folded, *_ in lines(folder, "CaseFolding.txt"):
        if status in "CS":
            rune, target = int(code, 16), int(folded, 16)
            yield base36(rune - before) + ("+" if target >= rune else "-") + base36(abs(target - rune))
            before = rune


def main(folder):
    with open(os.path.join(folder, "Scripts.txt"), encoding="utf-8") as file:
        version = re.match(r"# Scripts-(\d+\.\d+)\.", file.readline())[1]
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, f"unicode-{version}.txt"), "w", encoding="ascii") as file:
        for sets in (categories(folder), scripts(folder)):
            file.writelines(" ".join([name, *ranges(sets[name])]) + "\n" for name in sorted(sets))
    with open(os.path.join(here, f"folds-{version}.txt"), "w", encoding="ascii") as file:
        file.write(" ".join(folds(folder)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
