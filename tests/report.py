#!/usr/bin/env python3
"""Tells what a run of the tests skipped, with reasons, and whether the recorded answers were compared.

    tests/report.py RESULTS

RESULTS holds a TRX file for each test project. Ends with 1 where cases under tests/Recorded did not run.
"""
import collections
import gzip
import json
import pathlib
import sys
import xml.etree.ElementTree as xml

TESTS = pathlib.Path(__file__).resolve().parent
RECORDED = TESTS / "Recorded"
RAN = {"Passed", "Failed"}
# The records that are run case by case; misc.json is not called so in OPA, but holds its smaller verbs.
COMMANDS = ["check", "eval", "fmt", "misc", "parse", "test"]
SHOWN_NAMES = 3

Result = collections.namedtuple("Result", "project name type outcome message")


def results_of(folder):
    for file in sorted(folder.glob("*.trx")):
        root = xml.parse(file).getroot()
        namespace = {"t": root.tag[1:].split("}")[0]}
        types = {test.get("id"): test.find("t:TestMethod", namespace).get("className") for test in root.iterfind(".//t:UnitTest", namespace)}
        for result in root.iterfind(".//t:UnitTestResult", namespace):
            message = result.find(".//t:ErrorInfo/t:Message", namespace)
            if message is None:
                message = result.find(".//t:StdOut", namespace)
            text = " ".join((message.text or "").split()) if message is not None else ""
            yield Result(file.stem, result.get("testName"), types.get(result.get("testId"), ""), result.get("outcome"), text)


def read(file):
    with (gzip.open if file.suffix == ".gz" else open)(file) as content:
        return json.load(content)


def record(*parts):
    file = RECORDED.joinpath(*parts)
    return file if file.exists() else file.with_name(file.name + ".gz")


def expected():
    """How many tests there must be, by what says that a test is one of them."""
    for file in sorted(RECORDED.glob("rego-live/cases/*.json*")):
        category = file.name.split(".")[0]
        yield category, len(read(file)["cases"]), lambda result, category=category: result.name.startswith(f"{category}: ")
    for name in COMMANDS:
        left_out = read(TESTS / f"Gatectl.Tests/Live/differences/{name}.json")["leftOut"]
        cases = read(record("rego-live", f"{name}.json"))["cases"]
        wanted = sum(case["name"].rpartition("/")[0] not in left_out for case in cases)
        yield name, wanted, lambda result, name=name: result.name.startswith(f"{name}: ") and ".Live." in result.type
    yield "transparency", 1, lambda result: result.type.endswith(".TransparencyVectorTests")


def print_skipped(results):
    skipped = collections.defaultdict(list)
    for result in results:
        if result.outcome not in RAN:
            skipped[result.project, result.message or "no reason given"].append(result.name)
    if skipped:
        print("== SKIPPED")
    for (project, reason), names in sorted(skipped.items()):
        shown = ", ".join(names[:SHOWN_NAMES]) + (", …" if len(names) > SHOWN_NAMES else "")
        print(f"{project}: {len(names)} ({shown})\n    {reason}")


def recorded_ran(results):
    ran = [result for result in results if result.outcome in RAN]
    missing, total = [], 0
    for name, wanted, is_one in expected():
        found = sum(map(is_one, ran))
        total += found
        if found < wanted:
            missing.append(f"{name}: {found} of {wanted} ran")
    print(f"== recorded answers: {total} cases ran")
    for line in missing:
        print(f"RECORDED CASES DID NOT RUN: {line}")
    return not missing


def main():
    results = list(results_of(pathlib.Path(sys.argv[1])))
    print_skipped(results)
    return 0 if recorded_ran(results) else 1


if __name__ == "__main__":
    sys.exit(main())
