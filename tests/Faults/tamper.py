"""Changes a log in every way that somebody would who wants to hide something, and sees that it shows."""

import base64
import glob
import hashlib
import json
import os
import shutil
import subprocess
import time

import gate as gates
from gate import Failed, Gate

PLACES = ("first", "middle", "last")


class State:
    """A gatekeeper's state directory, and its log in it."""

    def __init__(self, directory):
        self.directory, self.log = directory, os.path.join(directory, "audit")

    def segments(self):
        return sorted(glob.glob(os.path.join(self.log, "records-*.jsonl")))

    def file(self, name):
        return os.path.join(self.log, name)


class Copy(State):
    """A copy of it, to be changed."""

    def __init__(self, gate, directory):
        shutil.copytree(gate.path("gatekeeper"), directory)
        super().__init__(directory)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def lines_of(path):
    return read(path).split(b"\n")[:-1]


def write_lines(path, lines):
    write(path, b"".join(line + b"\n" for line in lines))


def at(place, count):
    return {"first": 0, "middle": count // 2, "last": count - 1}[place]


def flipped(data, position):
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1:]


def leaf_hash(line):
    return hashlib.sha256(b"\0" + line).digest()


# What is done to one record.

def flip(lines, i):
    lines[i] = flipped(lines[i], len(lines[i]) // 2)


def delete(lines, i):
    del lines[i]


def repeat(lines, i):
    lines.insert(i, lines[i])


def swap(lines, i):
    other = i + 1 if i + 1 < len(lines) else i - 1
    lines[i], lines[other] = lines[other], lines[i]


def forge(lines, i):
    record = json.loads(lines[i])
    record["allowed"] = not record.get("allowed", False)
    lines[i] = json.dumps(record, separators=(",", ":")).encode()


def insert(lines, i):
    lines.insert(i, b'{"seq":' + str(json.loads(lines[i])["seq"]).encode() + b',"kind":"decision","allowed":true}')


RECORDS = {"bit flipped": flip, "removed": delete, "repeated": repeat, "swapped with its neighbour": swap, "rewritten": forge, "slipped in": insert}


def of_record(change, segment, place):
    def tamper(copy):
        path = copy.segments()[segment]
        lines = lines_of(path)
        change(lines, at(place, len(lines)))
        write_lines(path, lines)
    return tamper


# What is done to whole files.

def without(name):
    return lambda copy: os.remove(copy.file(name))


def emptied(name):
    return lambda copy: write(copy.file(name), b"")


def bit_flipped(name, place):
    def tamper(copy):
        data = read(copy.file(name))
        write(copy.file(name), flipped(data, at(place, len(data))))
    return tamper


def on_segment(index, change):
    return lambda copy: change(copy, copy.segments()[index])


def rewritten_with_hashes(copy):
    path = copy.segments()[0]
    lines = lines_of(path)
    forge(lines, 1)
    write_lines(path, lines)
    hashes = bytearray(read(copy.file("leaf-hashes")))
    number = json.loads(lines[1])["seq"]
    hashes[number * 32:number * 32 + 32] = leaf_hash(lines[1])
    write(copy.file("leaf-hashes"), bytes(hashes))


def swapped_segments(copy):
    first, second = copy.segments()[:2]
    one, other = read(first), read(second)
    write(first, other)
    write(second, one)


def signed_by_another(copy):
    data = read(copy.file("checkpoint"))
    head, signature = data.rsplit(b" ", 1)
    raw = base64.b64decode(signature)
    write(copy.file("checkpoint"), head + b" " + base64.b64encode(raw[:4] + bytes(64)) + b"\n")


def larger_size(copy):
    rows = read(copy.file("checkpoint")).split(b"\n")
    rows[1] = str(int(rows[1]) + 1).encode()
    write(copy.file("checkpoint"), b"\n".join(rows))


def cut(path, length):
    write(path, read(path)[:length])


FILES = {
    "a closed segment removed": on_segment(0, lambda copy, path: os.remove(path)),
    "a closed segment emptied": on_segment(0, lambda copy, path: write(path, b"")),
    "a closed segment cut in half": on_segment(1, lambda copy, path: cut(path, len(read(path)) // 2)),
    "a closed segment cut by a byte": on_segment(1, lambda copy, path: cut(path, len(read(path)) - 1)),
    "two segments exchanged": swapped_segments,
    "a line of nothing": on_segment(1, lambda copy, path: write(path, b"\n" + read(path))),
    "the open segment removed": on_segment(-1, lambda copy, path: os.remove(path)),
    "the open segment emptied": on_segment(-1, lambda copy, path: write(path, b"")),
    "a record rewritten with its hash": rewritten_with_hashes,
    "checkpoints removed": without("checkpoints"),
    "checkpoints emptied": emptied("checkpoints"),
    "checkpoints, first bit flipped": bit_flipped("checkpoints", "first"),
    "checkpoints, a bit in the middle": bit_flipped("checkpoints", "middle"),
    "the checkpoint removed": without("checkpoint"),
    "the checkpoint emptied": emptied("checkpoint"),
    "the checkpoint, a bit in the middle": bit_flipped("checkpoint", "middle"),
    "the checkpoint signed by nobody": signed_by_another,
    "the checkpoint of more records": larger_size,
}


def classes():
    for segment, name in ((0, "first segment"), (1, "a later segment"), (-2, "the last closed segment")):
        for place in PLACES:
            for what, change in RECORDS.items():
                yield f"{name}, {place} record {what}", of_record(change, segment, place)
    yield from FILES.items()


def verify(gate, copy, *options):
    key = copy.file("../keys/audit.vkey")
    return gate.gatectl("audit", "verify", "--log", copy.log, "--key", key, *options)


def closes(gate, copy):
    """Whether the gatekeeper notices by itself: it does not start, and erases nothing, or its log is missing soon after. No deployer is there."""
    before = {path: read(path) for path in copy.segments()}
    program = gates.Program("gatekeeper", copy.directory, gate.gatekeeper_arguments(0), gate.gatekeeper.log)
    program.arguments = [argument.replace(gate.path("gatekeeper"), copy.directory) for argument in program.arguments]
    try:
        program.start()
    except Failed:
        # It may have put on record that it started, before it found out; what was there is there still.
        return all(os.path.exists(path) and read(path).startswith(content) for path, content in before.items())
    try:
        ready = json.loads(read(os.path.join(copy.directory, "ready.json")))
        port = int(ready["url"].rsplit(":", 1)[1])
        end = time.monotonic() + 10
        while time.monotonic() < end:
            answer = subprocess.run(["curl", "-sk", f"https://localhost:{port}/readyz"], capture_output=True, text=True, check=False)
            if answer.stdout and "audit" in json.loads(answer.stdout)["missing"]:
                return True
            # What a crash can cause, too, is healed and put on record.
            if any(b'"kind":"repair"' in line for path, content in before.items() for line in read(path)[len(content):].split(b"\n")):
                return True
            time.sleep(0.1)
        return False
    finally:
        program.kill()


def write_log(gate, older):
    """A log of several segments, allowed and denied calls in it; and a copy of it as it was before its end."""
    for number in range(60):
        if number == 50:
            shutil.copytree(gate.path("gatekeeper", "audit"), older)
        gate.ask(gates.new_request(), ("1.0.0", "1.1.0")[number % 2])
        gate.ask_for_production()
    # How far a log was sealed is written down outside it once a second.
    time.sleep(1.5)
    gate.stop()


def run(directory, row_type):
    gate = Gate(os.path.join(directory, "tamper"), segment_bytes=65_536)
    older = os.path.join(directory, "older")
    try:
        gate.start()
        write_log(gate, older)
    finally:
        gate.stop()
    seen, noticed = row_type("a log changed, seen by audit verify"), row_type("a log changed, seen by the gatekeeper")
    pristine = Copy(gate, os.path.join(directory, "pristine"))
    if verify(gate, pristine).returncode != 0 or len(pristine.segments()) < 4:
        raise Failed("the log that is to be changed is not whole, or too short")
    if closes(gate, Copy(gate, os.path.join(directory, "untouched"))):
        raise Failed("the gatekeeper closes on a log that nobody changed")
    for number, (name, tamper) in enumerate(classes()):
        copy = Copy(gate, os.path.join(directory, f"copy-{number}"))
        tamper(copy)
        judge(seen, name, verify(gate, copy).returncode != 0)
        judge(noticed, name, closes(gate, copy))
        gates.remove(copy.directory)
    roll_back(gate, pristine, older, seen, noticed)
    return [seen, noticed]


def judge(row, name, shows):
    row.tried += 1
    row.met += 1
    if not shows:
        row.through += 1
        row.notes.append(name)


def roll_back(gate, pristine, older, seen, noticed):
    """An older copy is right in all its parts: only what was kept elsewhere tells. So it stands where the log stood."""
    log = gate.path("gatekeeper", "audit")
    shutil.rmtree(log)
    shutil.copytree(older, log)
    there = State(gate.path("gatekeeper"))
    judge(seen, "the whole log rolled back", verify(gate, there, "--checkpoint", pristine.file("checkpoint")).returncode != 0)
    judge(noticed, "the whole log rolled back", closes(gate, there))
