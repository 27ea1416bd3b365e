using System.Text;
using Gatekeeper.Policy;
using Gateway.Hosting.Revisions;
using Rego.Loading;

namespace Gatekeeper.Tests.Execution;

/// <summary>
/// The shipped rules over a small organisation in which each environment has one condition that depends on the time; found without faults,
/// as a gatekeeper would take it.
/// </summary>
internal sealed class TimedPolicies : IPolicySource
{
    private static readonly Dictionary<string, string> Documents = new()
    {
        ["issuers"] = "login: {url: https://login.test, audience: gatekeeper, kind: person, named_by: oid, require: {always: {idtyp: [user]}}}",
        ["scopes"] = "tiers: [test, production]",
        ["roles"] = """
            deployer: {actions: [deploy, cancel, rollback, get, list, watch]}
            approver: {actions: [approve, reject, withdraw, get, list, watch]}
            """,
        ["people"] = """
            alice: {login: a1}
            bob: {login: b1}
            carol: {login: c1}
            sam: {login: s1}
            """,
        ["teams/contractors"] = "members: [{who: carol, from: 2026-12-01T08:00:00Z, until: 2026-12-08T08:00:00Z}]",
        ["teams/duty"] = "members: [{who: sam, until: 2026-12-01T15:00:00Z}]",
        ["environments"] = """
            moved: {tier: production, zone: Europe/Berlin}
            closed: {tier: production, zone: Europe/Berlin}
            books: {tier: production, zone: Europe/Berlin}
            change-days: {tier: production, zone: Europe/Berlin}
            turning: {tier: production, zone: Europe/Berlin}
            berlin: {tier: production, zone: Europe/Berlin}
            new-york: {tier: production, zone: America/New_York}
            gap: {tier: production, zone: Europe/Berlin}
            into-it: {tier: production, zone: Europe/Berlin}
            out-of-it: {tier: production, zone: Europe/Berlin}
            overnight: {tier: production, zone: Europe/Berlin}
            stopped: {tier: production}
            guarded: {tier: production}
            approved: {tier: production}
            waived: {tier: production}
            open: {tier: test}
            """,
        ["freezes"] = """
            move: {environments: [moved], why: the servers move, from: 2026-12-19T18:00:00+01:00, until: 2026-12-21T06:00:00Z}
            hour: {environments: [turning], why: clocks, from: 2026-10-25T02:30:00+02:00, until: 2026-10-25T02:30:00+01:00}
            weekend: {environments: [closed], why: nobody is there, weekly: [{days: [fri], from: "17:00", until: "24:00"}, {days: [sat, sun], from: "00:00", until: "24:00"}]}
            night: {environments: [berlin, new-york], actions: [deploy], why: nobody is there, weekly: [{days: [fri], from: "22:00", until: "06:00"}]}
            year-end: {environments: [books], actions: [deploy], why: the books are closed, yearly: [{from: "12-27", until: "01-02"}]}
            clocks: {environments: [change-days], why: clocks are changed, yearly: [{from: "03-29", until: "03-29"}, {from: "10-25", until: "10-25"}]}
            two-to-three: {environments: [gap], why: backup, weekly: [{days: [sun], from: "02:00", until: "03:00"}]}
            to-half-past: {environments: [into-it], why: backup, weekly: [{days: [sun], from: "01:30", until: "02:30"}]}
            from-half-past: {environments: [out-of-it], why: backup, weekly: [{days: [sun], from: "02:30", until: "03:30"}]}
            saturday: {environments: [overnight], why: backup, weekly: [{days: [sat], from: "22:00", until: "02:30"}]}
            standing: {environments: [stopped], why: an audit, from: 2026-01-01T00:00:00Z, until: 2028-01-01T00:00:00Z}
            """,
        ["guardrails"] = """
            contractors: {who: ["team:contractors"], environments: [guarded], why: contract 7.2}
            never: {environments: [waived], actions: [deploy], why: it is retired}
            """,
        ["exceptions"] = """
            audit: {who: ["person:alice"], environments: [stopped], roles: [deployer], from: 2026-12-01T09:00:00Z, until: 2026-12-02T09:00:00Z, waives: [freezes], review_by: ["person:sam"], why: a repair}
            watched: {who: ["person:alice"], environments: [stopped], roles: [deployer], reason: "INC-[0-9]+", waives: [freezes], review_by: ["team:duty"], why: a repair}
            retired: {who: ["person:alice"], environments: [waived], roles: [deployer], from: 2026-12-01T09:00:00Z, until: 2026-12-02T09:00:00Z, waives: [guardrails/never], review_by: ["person:sam"], why: a repair}
            alone: {who: ["person:alice"], environments: [approved], roles: [deployer], from: 2026-12-01T09:00:00Z, until: 2026-12-02T09:00:00Z, waives: [approvals], review_by: ["person:sam"], why: a repair}
            helper: {who: ["person:carol"], environments: [approved], roles: [deployer], from: 2026-12-01T09:00:00Z, until: 2026-12-02T09:00:00Z, waives: [approvals], review_by: ["person:sam"], why: helps out}
            """,
        ["applications/shop"] = """
            access:
              all: {"person:alice": [deployer]}
              approved: {"person:bob": {roles: [approver], until: 2026-12-03T00:00:00Z, why: a rota}}
              guarded: {"person:carol": [deployer]}
              open: {"person:bob": {roles: [deployer], from: 2026-12-01T00:00:00Z, until: 2026-12-05T12:00:00+01:00, why: handover}}
            requirements:
              approved: {deploy: {approvals: [{count: 1, from: ["person:bob"]}], approval_age: 24h}}
            """,
    };

    private readonly Revision _revision;

    private TimedPolicies(IReadOnlyDictionary<string, string> documents)
    {
        var rules = PolicyDirectory.Load(SourceTree.PathTo("policies")).Modules
            .Where(module => !module.Path.EndsWith("_test.rego", StringComparison.Ordinal))
            .Select(module => new PolicyFile(module.Path, Encoding.UTF8.GetBytes(module.Text)));
        var data = documents.Select(document => new PolicyFile($"{document.Key}/data.yaml", Encoding.UTF8.GetBytes(document.Value)));
        _revision = RevisionCompiler.Compile(new RevisionContent([.. rules.Concat(data).OrderBy(file => file.Path, StringComparer.Ordinal)]), runsTests: false);
    }

    public PolicySnapshot Current => new(_revision.Digest, _revision.Decision.Evaluate, DateTimeOffset.UnixEpoch.AddYears(50));

    public static TimedPolicies Create() => new(Documents);

    /// <summary>The same with another text in one document: the revision that is in use by the time of the execution.</summary>
    public static TimedPolicies CreateWith(string document, string text, string replacement)
    {
        Assert.That(Documents[document], Does.Contain(text));
        return new(new Dictionary<string, string>(Documents) { [document] = Documents[document].Replace(text, replacement, StringComparison.Ordinal) });
    }
}
