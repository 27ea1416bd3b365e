using System.Diagnostics;
using System.Text;
using Gateway.Hosting.Revisions;
using Hosting.Tests.Support;
using Rego;
using Rego.Options;
using Rego.Values;

namespace Hosting.Tests.Revisions.Data;

/// <summary>What the policies find wrong with their data keeps a revision out, and is told with its place in the files.</summary>
[TestFixture]
internal sealed class DataFaultsTests
{
    private const string Shop = "team: shop\naccess:\n  production:\n    code: [deployr]\n    \"team:x\": [reader]\n  # more\n  list: [a, b]\n";

    private PoliciesDirectory _policies = null!;

    [SetUp]
    public void SetUp()
    {
        _policies = new PoliciesDirectory();
        _policies.Write("applications/shop/data.yaml", Shop);
        _policies.Write("teams/shop/data.yaml", "{\n  \"groups\": {\"entra\": [1]}\n}\n");
    }

    [TearDown]
    public void TearDown() => _policies.Dispose();

    [TestCase("""["applications", "shop", "access", "production", "code"]""", "applications/shop/data.yaml:4:5: applications.shop.access.production.code: is wrong (do better)")]
    [TestCase("""["applications", "shop", "access", "production", "code", 0]""", "applications/shop/data.yaml:4:12: applications.shop.access.production.code[0]: is wrong (do better)")]
    [TestCase("""["applications", "shop", "access", "production", "team:x"]""", "applications/shop/data.yaml:5:5: applications.shop.access.production[\"team:x\"]: is wrong (do better)")]
    [TestCase("""["applications", "shop", "access", "list", 1]""", "applications/shop/data.yaml:7:13: applications.shop.access.list[1]: is wrong (do better)")]
    [TestCase("""["applications", "shop", "access", "stage", "code"]""", "applications/shop/data.yaml:2:1: applications.shop.access.stage.code: is wrong (do better)", Description = "missing: at its parent")]
    [TestCase("""["applications", "shop", "classes"]""", "applications/shop/data.yaml:1:1: applications.shop.classes: is wrong (do better)")]
    [TestCase("""["teams", "shop", "groups", "entra", 0]""", "teams/shop/data.yaml:2:24: teams.shop.groups.entra[0]: is wrong (do better)")]
    [TestCase("""["teams", "shop", "members"]""", "teams/shop/data.yaml:1:1: teams.shop.members: is wrong (do better)")]
    [TestCase("""["guardrails"]""", "guardrails/data.yaml:1:1: guardrails: is wrong (do better)", Description = "no file: where it would be")]
    [TestCase("""["classes"]""", "classes/NAME/data.yaml:1:1: classes: is wrong (do better)", Description = "no file: where the first would be")]
    [TestCase("""[]""", "data:1:1: data: is wrong (do better)")]
    public void Check_Fault_IsToldWithFileRowAndColumn(string path, string line)
    {
        Faults($$"""faults contains {"path": {{path}}, "message": "is wrong", "hint": "do better"}""");

        Assert.That(RevisionCheck.Check(_policies.Path).Faults, Is.EqualTo(new[] { line }));
    }

    [Test]
    public void Check_FaultWithoutAHint_HasNone()
    {
        Faults("""faults contains {"path": ["applications", "shop", "team"], "message": "is no\nteam", "hint": ""}""");

        Assert.That(RevisionCheck.Check(_policies.Path).Faults, Is.EqualTo(new[] { "applications/shop/data.yaml:1:1: applications.shop.team: is no team" }));
    }

    [Test]
    public void Check_OneFaultBehindManyOfTheSameWords_IsTold()
    {
        Faults(
            """
            faults contains {"path": ["applications", "shop", "access", "list", n], "message": "follows from it", "hint": ""} if some n in numbers.range(1, 70)
            faults contains {"path": ["teams", "shop", "requires"], "message": "is the cause", "hint": ""}
            """);

        var faults = RevisionCheck.Check(_policies.Path).Faults;

        Assert.That((faults.Count, faults[^2], faults[^1]), Is.EqualTo((50, "teams/shop/data.yaml:1:1: teams.shop.requires: is the cause", "and 22 more")));
    }

    [Test]
    public void Check_ManyFaults_AreToldInTheOrderOfTheFilesAndCut()
    {
        Faults("""faults contains {"path": ["applications", "shop", "access", "list", n % 2, n], "message": sprintf("%d", [n]), "hint": ""} if some n in numbers.range(1, 70)""");

        var faults = RevisionCheck.Check(_policies.Path).Faults;

        Assert.That((faults.Count, faults[^1]), Is.EqualTo((50, "and 21 more")));
        Assert.That(faults[0], Does.StartWith("applications/shop/data.yaml:7:10: "));
    }

    [TestCase("faults := {1} if 1 == 2", "data.gatekeeper.faults is undefined")]
    [TestCase("faults := []", "data.gatekeeper.faults is of type array, not a set")]
    [TestCase("faults := {}", "data.gatekeeper.faults is of type object, not a set")]
    [TestCase("faults := false", "data.gatekeeper.faults is of type boolean, not a set")]
    [TestCase("faults contains \"wrong\"", "data.gatekeeper.faults holds what is no object of path, message and hint")]
    [TestCase("faults contains {\"path\": \"roles\", \"message\": \"m\", \"hint\": \"\"}", "holds what is no object")]
    [TestCase("faults contains {\"path\": [], \"message\": 1, \"hint\": \"\"}", "holds what is no object")]
    [TestCase("faults := {1} if true\n\nfaults := {2} if true", "data.gatekeeper.faults cannot be evaluated: eval_conflict_error")]
    [TestCase("faults contains x if some x in numbers.range(1, 2000000000)", "data.gatekeeper.faults cannot be evaluated: eval_")]
    public void Check_FaultsThatSayNothing_AreAFault(string rules, string fault)
    {
        Faults(rules);

        Assert.That(RevisionCheck.Check(_policies.Path).Faults, Has.Some.Contains(fault));
    }

    [Test]
    public void Check_BuiltinThatFailsInFaults_IsNoneByItself()
    {
        Faults("faults contains {\"path\": [], \"message\": \"no\", \"hint\": \"\"} if to_number(data.applications.shop.team) == 1");

        Assert.That(RevisionCheck.Check(_policies.Path).Faults, Is.Empty);
    }

    [Test]
    public void Look_DataWithFaults_LastRevisionStaysAndStatusSaysWhy()
    {
        Faults("""faults contains {"path": ["settings", "version"], "message": "three is no version", "hint": ""} if data.settings.version == 3""");
        var before = _policies.Store.Current;
        _policies.Write("settings/data.yaml", "version: 3\n");

        _policies.Settle();

        Assert.That((_policies.Store.Current, _policies.Store.Status.Refused!.Faults.Single()), Is.EqualTo((before, "settings/data.yaml:1:1: settings.version: three is no version")));
    }

    [TestCase("""roots := {"settings", "applications", "teams"}""", "")]
    [TestCase("""roots := {"settings", "applications"}""", "teams/shop/data.yaml:1:1: the policies know no data of the name teams; known are applications, settings")]
    [TestCase("""roots := {"applications", "settings", "team"}""", "teams/shop/data.yaml:1:1: the policies know no data of the name teams (did you mean team?); known are applications, settings, team")]
    [TestCase("""roots := ["settings", "applications", "teams"]""", "data.gatekeeper.roots is not a set of names")]
    public void Check_DirectoriesThatThePoliciesDoNotKnow_AreFaults(string rules, string fault)
    {
        Faults("faults := set()\n\n" + rules);

        Assert.That(string.Join('\n', RevisionCheck.Check(_policies.Path).Faults), Is.EqualTo(fault));
    }

    [Test]
    public void Evaluate_LargeRevision_DecidesWithinTheBudgetOfASmallOne()
    {
        const string rules = """
            faults contains {"path": ["grants", name], "message": "no roles", "hint": ""} if {
            	some name, grant in data.grants
            	not to_number(grant.roles[0])
            	count(grant.roles) == 0
            }

            decision := {"allow": count(faults) == 0, "versions": [1, 1], "roles": data.grants[input.name].roles}
            """;
        _policies.Write("gatekeeper/decision.rego", $"package gatekeeper\n\n{rules}\n");
        _policies.Write("gatekeeper/decision_test.rego", "package gatekeeper_test\n\ntest_true if true\n");
        var rows = new StringBuilder();
        foreach (var i in Enumerable.Range(0, 100_000))
        {
            rows.Append("name-").Append(i).Append(": {roles: [reader, deployer]}\n");
        }

        _policies.Write("grants/data.yaml", rows.ToString());
        var started = Stopwatch.GetTimestamp();
        var decision = _policies.Store.Current.Revision.Decision;
        TestContext.Out.WriteLine($"loaded in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        var input = RegoObject.From(("name", RegoString.From("name-99999")));

        var answer = decision.Evaluate(input, new EvaluationOptions
        {
            Limits = new EvaluationLimits(MaxSteps: 100, TimeSpan.FromSeconds(1), MaxDepth: 64, MaxMemoryBytes: 64 * 1024),
            StrictBuiltinErrors = true,
        });

        Assert.That(answer.ToString(), Does.Contain("\"allow\": true").And.Contain("deployer"));
    }

    private void Faults(string rules) => _policies.Write("gatekeeper/decision.rego", $"{PoliciesDirectory.Rules(1)}\n{rules}\n");
}
