"""Breaks a running gate, again and again, and holds what came of it against what its callers were told.

    bash tests/Faults/run.sh [--kills N] [--full N] [--failing N] [--clocks N] [--no-tamper] [--seed N]

Prints a table of how often each kind of fault was tried, how often a program met it, and what of the forbidden was seen: something that was
acknowledged and is lost, a release that was pushed twice, something that went through without a decision that allows it or a change of a log
that nobody noticed, and a gate that did not recover by itself. Exit code 1 where any was.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

import floods
import gate as gates
import tamper
from gate import Failed, Gate, Unanswered

FAKE_TIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
VERSIONS = ("1.0.0", "1.1.0")


class Row:
    """One kind of fault: how often it was tried, how often the program met it, and what of the forbidden was seen."""

    def __init__(self, name):
        self.name, self.tried, self.met, self.notes = name, 0, 0, []
        self.lost = self.twice = self.through = self.stuck = 0

    def is_good(self):
        return self.met > 0 and not (self.lost or self.twice or self.through or self.stuck)

    def judge(self, gate):
        # What a row before has told is not told again.
        lost, twice, through = ([one for one in found if one not in gate.told] for found in gate.judge())
        gate.told.update(lost + twice + through)
        self.lost, self.twice, self.through = self.lost + len(lost), self.twice + len(twice), self.through + len(through)
        self.notes += [f"lost: {one}" for one in lost] + [f"twice: {one}" for one in twice] + through


class Round:
    """One deployment that a fault comes in the way of."""

    def __init__(self, gate, row, number):
        self.gate, self.row, self.number = gate, row, number
        self.request = gates.new_request()

    def ask(self):
        """Once, and whatever becomes of it."""
        try:
            status, body = self.gate.call(
                "POST", "/v1/applications/shop/environments/test/deployments",
                {"version": VERSIONS[self.number % 2], "request_id": self.request, "reason": "a fault is shown"}, timeout=5)
            if status == 200:
                self.gate.acknowledged[self.request] = body["deployment_id"]
        except Unanswered:
            pass

    def end(self):
        """The fault is over: it is asked for again until it is acknowledged, and ends."""
        identifier = self.gate.ask(self.request, VERSIONS[self.number % 2])
        ended = self.gate.end_of(identifier)
        if self.gate.ask_for_production():
            self.row.through += 1
            self.row.notes.append(f"round {self.number}: production was let through")
        return ended


def run(row, gate, count, fault):
    """Rounds of one kind; a round that does not come to its end is told, and the next begins."""
    for number in range(count):
        row.tried += 1
        one = Round(gate, row, number)
        try:
            fault(one)
            one.end()
        except Failed as failure:
            row.stuck += 1
            row.notes.append(f"round {number}: {failure}")
            for program in gate.programs():
                if not program.is_running():
                    program.start()
    row.judge(gate)


def kills(gate, count, chance):
    row = Row("kill -9 of either program")

    def fault(one):
        victim = gate.programs()[one.number % 2]
        one.ask()
        time.sleep(chance.uniform(0, 0.4))
        victim.kill()
        row.met += 1
        victim.start()

    run(row, gate, count, fault)
    return row


def kills_at_calls(gate, count, chance):
    """Killed by the system at the Nth of the calls that make something durable."""
    row = Row("kill -9 at a sync, rename or unlink")

    def fault(one):
        victim = gate.programs()[one.number % 2]
        # A gatekeeper syncs twice for a call, a deployer many times for a deployment.
        calls, last = ("fsync,fdatasync", 3) if victim is gate.gatekeeper else chance.choice(
            (("fsync,fdatasync", 12), ("rename,renameat,renameat2", 3), ("unlink,unlinkat", 2)))
        with Tracer(victim, calls, f"signal=SIGKILL:when={chance.randint(1, last)}", row):
            one.ask()
            time.sleep(0.6)
        if victim.is_running():
            victim.kill()
        victim.process.wait()
        victim.start()

    run(row, gate, count, fault)
    return row


def failing(gate, count, chance):
    row = Row("EIO of fsync and fdatasync")

    def fault(one):
        victim = gate.programs()[one.number % 2]
        # One error and no more is the worse case: the next sync succeeds, and what failed is not written.
        when = chance.choice((f"when={chance.randint(1, 4)}", f"when={chance.randint(1, 3)}+"))
        with Tracer(victim, "fsync,fdatasync", f"error=EIO:{when}", row):
            one.ask()
            time.sleep(0.8)

    run(row, gate, count, fault)
    return row


def full(gate, count, chance):
    """The file system of a program's state is full while it works."""
    row = Row("ENOSPC of the state's file system")

    def fault(one):
        victim = gate.programs()[one.number % 2]
        ballast = os.path.join(victim.state, "ballast")
        # To the last block, or nearly: an append that fits in half is the worse case.
        spare = chance.choice((0, 0, 4096, 12288))
        room = os.statvfs(victim.state)
        with open(ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(room.f_bavail * room.f_frsize - spare, 1))
        row.met += 1
        try:
            one.ask()
            time.sleep(0.5)
            if one.number % 4 == 3:
                victim.kill()
        finally:
            os.remove(ballast)
        if not victim.is_running():
            victim.start()

    run(row, gate, count, fault)
    return row


def clocks(directory, count, chance):
    row = Row("clock set ahead or back")
    gate = Gate(os.path.join(directory, "clocks"))
    files = [os.path.join(directory, f"clock-{program.name}") for program in gate.programs()]
    try:
        for program, file in zip(gate.programs(), files):
            set_clock(file, 0)
            program.start({
                "LD_PRELOAD": FAKE_TIME, "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_FORCE_MONOTONIC_FIX": "0",
                "FAKETIME_CACHE_DURATION": "1"})
        gate.port = int(gate.gatekeeper.wait_until_ready()["url"].rsplit(":", 1)[1])

        def fault(one):
            moved = [[0], [1], [0, 1]][one.number % 3]
            seconds = chance.choice((3600, -7200, 600, -600, 86400, 20, -20))
            for index in moved:
                set_clock(files[index], seconds)
            time.sleep(1.2)
            row.met += 1
            one.ask()
            time.sleep(0.5)
            for index in moved:
                set_clock(files[index], 0)
            time.sleep(1.2)

        run(row, gate, count, fault)
    finally:
        gate.stop()
    return row


def set_clock(file, seconds):
    with open(file + ".new", "w", encoding="ascii") as text:
        text.write(f"{seconds:+d}")
    os.replace(file + ".new", file)


class Tracer:
    """strace, attached to a program for as long as a fault lasts."""

    def __init__(self, program, calls, inject, row):
        self.row, self.calls = row, tempfile.NamedTemporaryFile(prefix="strace-")
        self.arguments = ["strace", "-f", "-qq", "-o", self.calls.name, "-p", str(program.pid), "-e", f"trace={calls}", "-e", f"inject={calls}:{inject}"]
        self.victim = program

    def __enter__(self):
        self.process = subprocess.Popen(self.arguments, stderr=subprocess.PIPE, start_new_session=True)
        end = time.monotonic() + 10
        while time.monotonic() < end and self.process.poll() is None and not self.is_attached():
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=20)
        with self.calls as file:
            self.row.met += b"(INJECTED)" in file.read() or not self.victim.is_running()

    def is_attached(self):
        """Whether every thread of the program is traced."""
        try:
            for thread in os.listdir(f"/proc/{self.victim.pid}/task"):
                with open(f"/proc/{self.victim.pid}/task/{thread}/status", encoding="ascii", errors="replace") as status:
                    if "TracerPid:\t0\n" in status.read():
                        return False
            return True
        except (FileNotFoundError, ProcessLookupError):
            return True


class Disk:
    """A file system of its own, small enough to be filled at once."""

    def __init__(self, path, megabytes):
        self.path, self.megabytes = path, megabytes

    def __enter__(self):
        kept = self.path + ".kept"
        os.rename(self.path, kept)
        os.mkdir(self.path, 0o700)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.megabytes}m,mode=0700", "tmpfs", self.path], check=True)
        subprocess.run(["cp", "-a", kept + "/.", self.path], check=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", self.path], check=False)


def show(rows):
    width = max(len(row.name) for row in rows)
    print(f"{'fault':{width}}  tried   met  lost  twice  through  stuck")
    for row in rows:
        print(f"{row.name:{width}}  {row.tried:5}  {row.met:4}  {row.lost:4}  {row.twice:5}  {row.through:7}  {row.stuck:5}{'' if row.is_good() else '  <-'}")
    for row in rows:
        for note in row.notes[:20]:
            print(f"{row.name}: {note}", file=sys.stderr)
    print(f"{sum(row.tried for row in rows)} faults: " + ("0 lost, 0 twice, 0 through" if all(row.is_good() for row in rows) else "not all well"))
    return 0 if all(row.is_good() for row in rows) else 1


def with_gate(directory, options, chance):
    gate = Gate(os.path.join(directory, "kills"))
    try:
        gate.start()
        if options.pretend_lost:
            gate.acknowledged[gates.new_request()] = gates.new_request()
        wanted = ((kills, options.kills - options.kills // 2), (kills_at_calls, options.kills // 2), (failing, options.failing))
        return [rounds(gate, count, chance) for rounds, count in wanted if count > 0]
    finally:
        gate.stop()


def with_small_disks(directory, count, chance):
    gate = Gate(os.path.join(directory, "full"))
    with Disk(gate.path("deployer"), 24), Disk(gate.path("gatekeeper"), 24):
        try:
            gate.start()
            return full(gate, count, chance)
        finally:
            gate.stop()


def main():
    parser = argparse.ArgumentParser(description="Breaks a running gate, and tells what of the forbidden was seen.")
    parser.add_argument("what", nargs="?", choices=("faults", "floods"), default="faults", help="faults, or floods with callers")
    parser.add_argument("--seconds", type=int, default=30, help="how long each flood lasts")
    parser.add_argument("--kills", type=int, default=200, help="half of them at chance, half at a system call")
    parser.add_argument("--full", type=int, default=40, help="full disks")
    parser.add_argument("--failing", type=int, default=40, help="failing syncs")
    parser.add_argument("--clocks", type=int, default=20, help="changes of a clock")
    parser.add_argument("--no-tamper", action="store_true", help="leave out the classes of tampering with a log")
    parser.add_argument("--pretend-lost", action="store_true", help="count a deployment as acknowledged that nobody ever made: it must show")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    options = parser.parse_args()
    if options.what == "floods":
        return floods.main(options.seconds)
    chance = random.Random(options.seed)
    directory = tempfile.mkdtemp(prefix="gate-faults-")
    rows = []
    try:
        if options.kills or options.failing:
            rows += with_gate(directory, options, chance)
        if options.full:
            rows.append(with_small_disks(directory, options.full, chance))
        if options.clocks:
            rows.append(clocks(directory, options.clocks, chance))
        if not options.no_tamper:
            try:
                rows += tamper.run(directory, Row)
            except Failed as failure:
                print(failure, file=sys.stderr)
                rows.append(Row("a log changed"))
        return show(rows)
    finally:
        gates.remove(directory)


if __name__ == "__main__":
    sys.exit(main())
