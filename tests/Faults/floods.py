"""Floods a running gate, one way at a time, while a polite caller goes on asking.

    bash tests/Faults/run.sh floods [--seconds N]

Prints what the polite caller saw of it: how many of its calls failed, their 99th percentile, and the gatekeeper's memory beside that when
idle. Exit code 1 where a call failed, the percentile is above 250 ms, or memory is more than doubled. The figures are of an otherwise idle
machine; the floods themselves take a processor, too.
"""

import base64
import http.client
import json
import multiprocessing
import os
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time

import gate as gates
from gate import Gate

MAX_P99_SECONDS = 0.25
MAX_MEMORY = 2.0
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEADERS, RESET, SETTINGS, CONTINUATION = 1, 3, 4, 9
END_STREAM, END_HEADERS = 1, 4
POLITE, HOSTILE = "127.0.0.2", "127.0.0.3"


def trust_all(protocols=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if protocols:
        context.set_alpn_protocols(protocols)
    return context


def connect(port, source, protocols=None, timeout=10):
    plain = socket.create_connection(("127.0.0.1", port), timeout, (source, 0))
    return trust_all(protocols).wrap_socket(plain, server_hostname="localhost")


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def literal(name, value):
    return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value


def head():
    return literal(b":method", b"GET") + literal(b":scheme", b"https") + literal(b":path", b"/healthz") + literal(b":authority", b"localhost")


def until(end, act):
    """Does something over and over; what a flood meets is no fault of the flood."""
    while time.monotonic() < end:
        try:
            act()
        except OSError:
            time.sleep(0.01)
        except http.client.HTTPException:
            time.sleep(0.01)


# The floods; each runs in a process of its own.

def denied_calls(port, end, token):
    connections = {}

    def act():
        connection = connections.setdefault(0, http.client.HTTPSConnection("127.0.0.1", port, context=trust_all(), timeout=10, source_address=(HOSTILE, 0)))
        try:
            connection.request("POST", "/v1/applications/shop/environments/production/deployments", '{"version":"1.1.0"}',
                               {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Host": "localhost"})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            connections.pop(0).close()
            raise

    until(end, act)


def stalled_bodies(port, end, token):
    held = []

    def act():
        if len(held) >= 250:
            time.sleep(0.2)
            for one in held:
                one.close()
            held.clear()
        one = connect(port, HOSTILE)
        one.sendall((f"POST /v1/applications/shop/environments/test/deployments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                     "Content-Type: application/json\r\nContent-Length: 900000\r\n\r\n").encode() + b" " * 60000)
        held.append(one)

    until(end, act)


def idle_connections(port, end, _):
    held = []

    def act():
        if len(held) >= 500:
            time.sleep(0.5)
            held.pop(0).close()
        held.append(connect(port, HOSTILE))

    until(end, act)


def rapid_reset(port, end, _):
    def act():
        with connect(port, HOSTILE, ["h2"]) as one:
            one.sendall(PREFACE + frame(SETTINGS, 0, 0))
            for stream in range(1, 20001, 200):
                one.sendall(b"".join(
                    frame(HEADERS, END_STREAM | END_HEADERS, i, head()) + frame(RESET, 0, i, b"\0\0\0\x08") for i in range(stream, stream + 200, 2)))

    until(end, act)


def continuation(port, end, _):
    def act():
        with connect(port, HOSTILE, ["h2"]) as one:
            one.sendall(PREFACE + frame(SETTINGS, 0, 0) + frame(HEADERS, END_STREAM, 1, head()))
            for i in range(20000):
                one.sendall(frame(CONTINUATION, 0, 1, literal(b"x-%06d" % i, b"v" * 100)))

    until(end, act)


def hanging_provider(port, end, _):
    """Tokens of an issuer that never answers what its keys are."""
    part = lambda members: base64.urlsafe_b64encode(json.dumps(members).encode()).rstrip(b"=").decode()
    now = int(time.time())
    token = ".".join((part({"alg": "ES256", "kid": "unknown", "typ": "JWT"}),
                      part({"iss": PROVIDER, "sub": "x", "aud": "gatekeeper", "iat": now, "exp": now + 600}), "A" * 86))
    denied_calls(port, end, token)


FLOODS = (
    ("denied calls", denied_calls, 2), ("stalled bodies", stalled_bodies, 2), ("idle connections", idle_connections, 2),
    ("rapid reset", rapid_reset, 1), ("CONTINUATION", continuation, 1), ("a provider that hangs", hanging_provider, 2))


def serve_silence():
    """An identity provider that takes connections and never answers."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    kept = []

    def accept():
        while True:
            kept.append(listener.accept())

    threading.Thread(target=accept, daemon=True).start()
    return f"https://localhost:{listener.getsockname()[1]}"


PROVIDER = ""


class Polite:
    """A caller who asks twenty times a second, over a connection that it keeps, as a CI does that follows its deployment."""

    def __init__(self, port, token):
        self.port, self.token, self.times, self.failures, self.connection = port, token, [], [], None

    def ask(self):
        begin = time.monotonic()
        try:
            self.connection = self.connection or http.client.HTTPSConnection("127.0.0.1", self.port, context=trust_all(), timeout=5, source_address=(POLITE, 0))
            self.connection.request("GET", "/v1/applications/shop/environments/test/deployments", headers={"Authorization": f"Bearer {self.token}", "Host": "localhost"})
            answer = self.connection.getresponse()
            answer.read()
            if answer.status != 200:
                self.failures.append(str(answer.status))
        except (OSError, http.client.HTTPException) as fault:
            self.failures.append(repr(fault))
            self.connection = None
        self.times.append(time.monotonic() - begin)

    def ask_until(self, end):
        while time.monotonic() < end:
            self.ask()
            time.sleep(0.05)


def memory(program):
    with open(f"/proc/{program.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def flood(gate, name, act, processes, seconds, idle, polite_token, hostile_token):
    end = time.monotonic() + seconds
    hostile = [multiprocessing.Process(target=act, args=(gate.port, end, hostile_token), daemon=True) for _ in range(processes)]
    peak = [0.0]

    def watch():
        while time.monotonic() < end:
            peak[0] = max(peak[0], memory(gate.gatekeeper))
            time.sleep(0.2)

    watcher = threading.Thread(target=watch)
    polite = Polite(gate.port, polite_token)
    polite.ask()
    polite.times.clear()
    for one in hostile:
        one.start()
    watcher.start()
    polite.ask_until(end)
    watcher.join()
    for one in hostile:
        one.terminate()
        one.join()
    p99 = sorted(polite.times)[int(len(polite.times) * 0.99)]
    good = not polite.failures and p99 <= MAX_P99_SECONDS and peak[0] <= MAX_MEMORY * idle
    print(f"{name:24} {len(polite.times):6} {len(polite.failures):7} {p99 * 1000:8.0f} {peak[0]:8.0f} {peak[0] / idle:7.2f}{'' if good else '  <-'}", flush=True)
    for failure in sorted(set(polite.failures)):
        print(f"{name}: {failure}", file=sys.stderr)
    return good


def main(seconds):
    global PROVIDER
    PROVIDER = serve_silence()
    directory = tempfile.mkdtemp(prefix="gate-floods-")
    gate = Gate(os.path.join(directory, "gate"))
    try:
        gate.deployer.start()
        key = "--Gatekeeper:Issuers:2"
        gate.gatekeeper.arguments += [
            f"{key}:Issuer={PROVIDER}", f"{key}:Authority={PROVIDER}", f"{key}:Audiences:0=gatekeeper", f"{key}:Algorithms:0=ES256", f"{key}:CallerKind=code"]
        gate.port = int(gate.gatekeeper.start()["url"].rsplit(":", 1)[1])
        # Whom no policy knows: what a flood uses up is counted by caller.
        hostile_token = gate.gatectl("dev", "token", "nobody", "--lifetime", "86400", "--state", gate.state).stdout.strip()
        warm = Polite(gate.port, gate.token)
        warm.ask_until(time.monotonic() + min(10, seconds))
        idle = memory(gate.gatekeeper)
        print(f"{'flood':24} {'calls':>6} {'failed':>7} {'p99 ms':>8} {'MiB':>8} {'x idle':>7}")
        good = [flood(gate, name, act, processes, seconds, idle, gate.token, hostile_token) for name, act, processes in FLOODS]
        print(f"idle: {idle:.0f} MiB; {sum(good)} of {len(good)} floods within the bounds")
        return 0 if all(good) else 1
    finally:
        gate.stop()
        gates.remove(directory)
