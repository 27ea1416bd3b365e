"""A local gate whose two programs are started, broken and looked at from outside."""

import http.client
import json
import os
import shutil
import signal
import sqlite3
import ssl
import subprocess
import time
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONFIGURATION = os.environ.get("CONFIGURATION", "Release")
PATIENCE = 60
ENDED = {"SUCCEEDED", "FAILED", "CANCELLED", "DENIED", "SUPERSEDED", "EXPIRED", "REJECTED", "ROLLED_BACK"}


def program(name):
    return os.path.join(ROOT, name, "bin", CONFIGURATION, "net10.0", name)


class Failed(Exception):
    """What must never be seen was seen."""


class Unanswered(Exception):
    """A call ended without an answer: what became of it is not known."""


class Program:
    """One of the two programs, in a process of its own."""

    def __init__(self, name, state, arguments, log):
        self.name, self.state, self.arguments, self.log = name, state, arguments, log
        self.process = self.pid = None

    def start(self, environment=None, wait=True):
        ready = os.path.join(self.state, "ready.json")
        if os.path.exists(ready):
            os.remove(ready)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [program(self.name), *self.arguments],
                stdin=subprocess.PIPE, stdout=log, stderr=log, env={**os.environ, **(environment or {})}, start_new_session=True)
        self.pid = self.process.pid
        return self.wait_until_ready() if wait else None

    def wait_until_ready(self):
        ready = os.path.join(self.state, "ready.json")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failed(f"the {self.name} did not start (exit code {self.process.returncode}); its log ends with:\n{self.last_words()}")
            if os.path.exists(ready):
                with open(ready, encoding="utf-8") as file:
                    return json.load(file)
            time.sleep(0.01)
        raise Failed(f"the {self.name} was not ready within {PATIENCE} s")

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.is_running():
            os.kill(self.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self):
        with open(self.log, "rb") as log:
            return b"\n".join(log.read().splitlines()[-8:]).decode("utf-8", "replace")


class Gate:
    """The state of a local gate, its programs, and a caller that counts what it was told."""

    def __init__(self, directory, segment_bytes=None):
        self.directory = directory
        self.state = os.path.join(directory, "state")
        self.socket = os.path.join(directory, "socket", "deployer.sock")
        made = self.gatectl("dev", "--once", "--state", self.state, "--port", "0")
        if made.returncode != 0:
            raise Failed(f"no local gate could be made:\n{made.stdout}{made.stderr}")
        self.token = self.gatectl("dev", "token", "shop-ci", "--lifetime", "86400", "--state", self.state).stdout.strip()
        self.tls = ssl.create_default_context(cafile=os.path.join(self.state, "ca.pem"))
        self.segment_bytes = segment_bytes
        self.deployer = Program("deployer", self.path("deployer"), self.deployer_arguments(), os.path.join(directory, "deployer.log"))
        self.gatekeeper = Program("gatekeeper", self.path("gatekeeper"), self.gatekeeper_arguments(0), os.path.join(directory, "gatekeeper.log"))
        # By request: the id that was acknowledged.
        self.acknowledged = {}
        self.told = set()
        self.port = None

    def path(self, *parts):
        return os.path.join(self.state, *parts)

    def start(self):
        self.deployer.start()
        self.port = int(self.gatekeeper.start()["url"].rsplit(":", 1)[1])
        # After a kill it comes back where callers look for it.
        self.gatekeeper.arguments = self.gatekeeper_arguments(self.port)

    def programs(self):
        return self.deployer, self.gatekeeper

    def stop(self):
        for one in self.programs():
            if one.process is not None:
                one.kill()

    def gatectl(self, *arguments):
        return subprocess.run([program("gatectl"), *arguments], capture_output=True, text=True, timeout=180, stdin=subprocess.DEVNULL, check=False)

    # What a caller does.

    def call(self, method, path, body=None, timeout=10):
        connection = http.client.HTTPSConnection("localhost", self.port, context=self.tls, timeout=timeout)
        try:
            headers = {"Authorization": f"Bearer {self.token}"}
            if body is not None:
                headers["Content-Type"] = "application/json"
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise Unanswered(str(fault)) from fault
        finally:
            connection.close()

    def ask(self, request, version, patience=PATIENCE):
        """Asks until it is acknowledged, as a CI job does that wants its deployment: always with the same request_id."""
        end = time.monotonic() + patience
        last = None
        while time.monotonic() < end:
            try:
                status, body = self.call(
                    "POST", "/v1/applications/shop/environments/test/deployments",
                    {"version": version, "request_id": request, "reason": "a fault is shown"})
            except Unanswered as fault:
                last = str(fault)
                time.sleep(0.1)
                continue
            if status == 200:
                identifier = body["deployment_id"]
                if self.acknowledged.setdefault(request, identifier) != identifier:
                    raise Failed(f"{request} was acknowledged twice, as {self.acknowledged[request]} and as {identifier}")
                return identifier
            last = f"{status} {body.get('error', body)}"
            if status not in (401, 403, 409, 429, 500, 503, 504):
                raise Failed(f"an honest request was refused: {last}")
            time.sleep(0.1)
        raise Failed(f"not acknowledged within {patience} s, at last: {last}")

    def ask_for_production(self):
        """What this caller may not do; returns whether it was let through."""
        try:
            status, _ = self.call("POST", "/v1/applications/shop/environments/production/deployments", {"version": "1.1.0"})
            return status == 200
        except Unanswered:
            return False

    def end_of(self, identifier, patience=PATIENCE):
        end = time.monotonic() + patience
        last = None
        while time.monotonic() < end:
            try:
                status, body = self.call("GET", f"/v1/applications/shop/environments/test/deployments/{identifier}")
                last = f"{status} {body.get('state', body)}"
                if status == 404:
                    raise Failed(f"{identifier} was acknowledged and is lost")
                if status == 200 and body["state"] in ENDED:
                    return body
            except Unanswered as fault:
                last = str(fault)
            time.sleep(0.05)
        raise Failed(f"{identifier} did not end within {patience} s, at last: {last}")

    # What has come of it.

    def facts(self):
        """By deployment: how often a push began, and how often a release was switched."""
        with sqlite3.connect(f"file:{self.path('deployer', 'journal.db')}?mode=ro", uri=True) as journal:
            return {
                identifier: (begun, switched) for identifier, begun, switched in journal.execute(
                    "SELECT id, sum(body ->> '$.fact' = 'push_started'), sum(body ->> '$.fact' = 'release_switched')"
                    " FROM facts JOIN deployments ON facts.deployment = deployments.seq GROUP BY id")}

    def judge(self):
        """Holds journal and logs against what callers were told: what is lost, done twice, or was let through."""
        facts = self.facts()
        lost = [identifier for identifier in self.acknowledged.values() if identifier not in facts]
        twice = [identifier for identifier, (begun, switched) in facts.items() if begun > 1 or switched > 1]
        verified = self.gatectl("audit", "verify", "--state", self.state)
        through = [] if verified.returncode == 0 else [(verified.stdout + verified.stderr).strip()]
        return lost, twice, through

    # How they are started: as the demonstration starts them, each by itself.

    def deployer_arguments(self):
        return [
            "--Deployer:Development=true", f"--Deployer:StateDirectory={self.path('deployer')}", f"--Deployer:Socket={self.socket}",
            f"--Deployer:Grants:PublicKeyFiles:0={self.path('grants', 'public-key.pem')}", f"--Deployer:Policy:Directory={self.path('policies')}",
            f"--Deployer:Secrets:KeyFile={self.path('deployer', 'secrets.key')}", f"--Deployer:Sources:releases:Directory={self.path('artifacts')}",
            "--Deployer:Allow:0:Applications:0=*", "--Deployer:Allow:0:Environments:0=*", f"--Deployer:Allow:0:Targets:0=directory:{self.path('targets')}",
            "--Deployer:Allow:0:Sources:0=releases", "--Deployer:Allow:0:Credentials:0={application}-{environment}", *self.segments("Deployer")]

    def gatekeeper_arguments(self, port):
        issuers = []
        for number, (issuer, kind) in enumerate((("ci", "code"), ("people", "person"))):
            key = f"--Gatekeeper:Issuers:{number}"
            issuers += [
                f"{key}:Issuer=https://{issuer}.gate.localhost", f"{key}:JwksFile={self.path('issuer', issuer, 'jwks.json')}",
                f"{key}:Audiences:0=gatekeeper", f"{key}:Algorithms:0=ES256", f"{key}:CallerKind={kind}"]
        return [
            "--Gatekeeper:Development=true", f"--Gatekeeper:StateDirectory={self.path('gatekeeper')}", f"--Gatekeeper:Listen=127.0.0.1:{port}",
            f"--Gatekeeper:Tls:CertificateFile={self.path('tls', 'server.pem')}", f"--Gatekeeper:Tls:KeyFile={self.path('tls', 'server-key.pem')}",
            f"--Gatekeeper:Policy:Directory={self.path('policies')}", "--Gatekeeper:Policy:EvaluationTimeout=00:00:02",
            f"--Gatekeeper:Deployer:Socket={self.socket}", f"--Gatekeeper:Grants:SigningKeyFile={self.path('grants', 'signing-key.pem')}",
            *issuers, *self.segments("Gatekeeper")]

    def segments(self, name):
        return [] if self.segment_bytes is None else [f"--{name}:Audit:SegmentSizeBytes={self.segment_bytes}"]


def new_request():
    return str(uuid.uuid4())


def remove(directory):
    shutil.rmtree(directory, ignore_errors=True)
