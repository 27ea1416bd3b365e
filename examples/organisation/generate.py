#!/usr/bin/env python3
"""Writes the policy data of the example organisation: generate.py [DIRECTORY], by default `policies` beside this file.

It writes what a job or a table gives: people, teams, inventory, the pipelines of 220 applications, their credentials.
What people write by hand (issuers, classes, guardrails, freezes, exceptions, ...) stands beside it and is left alone.
The same run always gives the same bytes.
"""

import datetime
import pathlib
import sys
import textwrap

PRODUCT_TEAMS = (
    "billing cart catalog checkout content customer data delivery discovery finance growth identity "
    "ledger loyalty messaging mobile orders partners payments platform pricing returns search stock"
).split()
BOLT_TEAMS = "bolt-core bolt-fleet bolt-maps bolt-ops bolt-pay".split()
COMMON_TEAMS = "security compliance field release contractors oncall".split()
KINDS = "api web worker gateway sync reports jobs admin".split()

GITLAB_TEAMS = {"data", "finance", "ledger", "payments"}
JENKINS_TEAMS = {"returns", "stock"}
MONOREPO_TEAMS = {"growth", "mobile"}
GITOPS = {"catalog", "search"}
PCI = {"checkout-api", "checkout-gateway", "ledger-api", "ledger-gateway", "bolt-pay-api", "bolt-pay-gateway"}
ENVIRONMENTS = "dev test preprod production-eu production-us".split()

PEOPLE = 300
FIRST_OF_BOLT, FIRST_CONTRACTOR = 231, 281
LEAVERS = {31, 250}
ROTA = [(1, 9), (8, 10), (15, 31), (22, 44), (29, 55), (36, 66), (43, 77), (50, 88)]  # (day from 2026-11-22 on, person)

# What single applications say of themselves, beside their pipelines.
OWN = {
    "cart-web": """\
access:
  production: {"team:field": {roles: [reader], until: 2027-01-01T00:00:00Z, why: audit of the season}}
requirements:
  production: {change: {reason_length: 15}}
""",
    "cart-api": "requirements: {production: {change: {lowest_version: 2.0.0}}}\n",
    "pricing-api": "access: {dev: {\"team:partners\": [deployer]}}\n",
}


def applications():
    """Every application with its team: eight of each of the first 17 teams, seven of the others."""
    for number, team in enumerate(PRODUCT_TEAMS + BOLT_TEAMS):
        for kind in KINDS[: 8 if number < 17 else 7]:
            yield f"{team}-{kind}", team


def classes(application, team):
    base = "bolt" if team in BOLT_TEAMS else "service"
    further = ["pci"] if team == "payments" or application in PCI else ["gitops"] if team in GITOPS else []
    return [base, *further]


def code(number, application, team):
    if team in JENKINS_TEAMS:
        jobs = "".join(f'      - "https://jenkins.acme.example/job/{application}/job/deploy-{name}/"\n' for name in ENVIRONMENTS)
        return "code:\n  ci:\n    from: jenkins\n    id:\n" + jobs
    if team in BOLT_TEAMS:
        issuer, identity = "bolt-gitlab", number
    elif team in GITLAB_TEAMS:
        issuer, identity = "gitlab", number
    elif team in MONOREPO_TEAMS:
        issuer, identity = "github-monorepo", 100000999
    else:
        issuer, identity = "github", 100000000 + number
    return f'code: {{ci: {{from: {issuer}, id: ["{identity}"]}}}}\n'


def uuid(block, number):
    return f"{block:08d}-0000-4000-8000-{number:012d}"


def person(number):
    if number in LEAVERS:
        return "{}"
    if FIRST_OF_BOLT <= number < FIRST_CONTRACTOR:
        return f'{{bolt-people: "{uuid(2, number)}", bolt-gitlab: "{7000 + number}"}}'
    known = {"entra": uuid(1, number), "github": 500000 + number}
    if number % 4 == 0:
        known |= {"gitlab": 3000 + number, "jenkins": f"j{number:03d}"}
    if number <= 12 or number == FIRST_CONTRACTOR:
        known["agents"] = f"a{number:03d}"
    return "{" + ", ".join(f'{issuer}: "{identity}"' for issuer, identity in known.items()) + "}"


def group(team, number):
    if team in BOLT_TEAMS:
        return f'groups: {{bolt-people: ["{uuid(4, number)}"]}}\n'
    return f'groups: {{entra: ["{uuid(3, number)}"]}}\n'


def team_file(team, number):
    if team == "oncall":
        return "members:\n" + "".join(
            f"  - {{who: p{who:03d}, from: {day(start)}T08:00:00Z, until: {day(start + 7)}T08:00:00Z}}\n" for start, who in ROTA)
    if team == "contractors":
        listed = ", ".join(f"{{who: p{who:03d}}}" for who in range(FIRST_CONTRACTOR, PEOPLE + 1))
        return group(team, number) + "members:\n" + wrapped(listed)
    return group(team, number)


def day(offset):
    """The date so many days after 2026-11-22."""
    return (datetime.date(2026, 11, 22) + datetime.timedelta(days=offset)).isoformat()


def wrapped(listed):
    return textwrap.indent("[" + "\n".join(textwrap.wrap(listed, 116, break_on_hyphens=False)) + "]\n", "  ")


def credentials():
    listed = ", ".join(name for name, _ in applications())
    return (
        "# Each destination reads its own credential, to apply. Only the deployer asks for them.\n"
        '"{application}-{environment}":\n  purposes: [apply]\n'
        f"  environments: [{', '.join(ENVIRONMENTS)}]\n  applications:\n" + textwrap.indent(wrapped(listed), "  "))


def files():
    yield "inventory/data.yaml", "# Every application, whose it is, and what it has in common with others.\n" + "".join(
        f"{name}: {{team: {team}, classes: [{', '.join(classes(name, team))}]}}\n" for name, team in applications())
    for number, (name, team) in enumerate(applications(), 1):
        yield f"applications/{name}/data.yaml", code(number, name, team) + OWN.get(name, "")
    for number, team in enumerate(PRODUCT_TEAMS + BOLT_TEAMS + COMMON_TEAMS, 1):
        yield f"teams/{team}/data.yaml", team_file(team, number)
    yield "people/data.yaml", "# Written by a job from the directories. Who is nobody has left.\n" + "".join(
        f"p{number:03d}: {person(number)}\n" for number in range(1, PEOPLE + 1))
    yield "credentials/data.yaml", credentials()


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "policies"
    for name, text in files():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


main()
