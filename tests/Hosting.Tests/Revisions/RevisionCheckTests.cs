using Gateway.Hosting.Revisions;
using Hosting.Tests.Support;
using Rego.Loading;

namespace Hosting.Tests.Revisions;

/// <summary>What is told of a directory before a program has it.</summary>
[TestFixture]
internal sealed class RevisionCheckTests
{
    [Test]
    public void Check_GoodPolicies_GivesTheRevisionThatTheProgramsWillName()
    {
        using var policies = new PoliciesDirectory();

        var verdict = RevisionCheck.Check(policies.Path);

        Assert.That((verdict.Revision, verdict.Faults.Count), Is.EqualTo((policies.Store.Current.Digest, 0)));
    }

    [Test]
    public void Check_TestThatFails_IsToldWithTheRevision()
    {
        using var policies = new PoliciesDirectory();
        policies.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if 1 == 2\n");

        var verdict = RevisionCheck.Check(policies.Path);

        Assert.That((verdict.Revision, verdict.Faults.Single()), Is.EqualTo((PolicyDirectory.Load(policies.Path).Revision, "gatekeeper/more_test.rego:3:1: the test data.gatekeeper_more_test.test_no failed")));
    }

    [Test]
    public void Check_RuleInTheWrongPlaceAndOneThatDoesNotCompile_TellsBothInThisOrder()
    {
        using var policies = new PoliciesDirectory();
        policies.Write("teams/shop/own.rego", "package gatekeeper.own\n\np := nowhere(1)\n");
        policies.Write("settings/data.yaml", "version: 1\nversion: 2\n");

        var faults = RevisionCheck.Check(policies.Path).Faults;

        Assert.That(faults, Is.EqualTo(new[]
        {
            "teams/shop/own.rego: rules and tests (*.rego) stand below gatekeeper/ or deployer/ alone",
            "settings/data.yaml:2:1: the key version stands here a second time, first on line 1; only one of them would count",
            "teams/shop/own.rego:3:6: rego_type_error: undefined function nowhere",
        }));
    }

    [Test]
    public void Check_PackageThatMayNotStandThereAndARuleThatDoesNotCompile_TellsBothInThisOrder()
    {
        using var policies = new PoliciesDirectory();
        policies.Write("gatekeeper/own.rego", "package teams.shop\n\np := nowhere(1)\n");

        var faults = RevisionCheck.Check(policies.Path).Faults;

        Assert.That(faults[0], Does.StartWith("gatekeeper/own.rego:1:1: the package teams.shop is not below gatekeeper or deployer"));
        Assert.That(faults[1], Is.EqualTo("gatekeeper/own.rego:3:6: rego_type_error: undefined function nowhere"));
        Assert.That(RevisionCheck.FindMisplaced(policies.Path), Is.EqualTo(faults.Take(1)));
    }

    [TestCase("package gatekeeper.own\n\nimport data.gatekeeper.own_test\n\np if not own_test.blocked\n", "5:10")]
    [TestCase("package gatekeeper.own\n\nimport data.gatekeeper.own_test as other\n\np if not other.blocked\n", "5:10")]
    [TestCase("package gatekeeper.own\n\nimport data.gatekeeper as all\n\np if not all.own_test.blocked\n", "5:10")]
    [TestCase("package gatekeeper.own\n\np if not data.gatekeeper.own_test.blocked\n", "3:10")]
    [TestCase("package gatekeeper.own\n\np if count(data.gatekeeper.own_test) == 0\n", "3:12")]
    [TestCase("package gatekeeper.own\n\np if data.gatekeeper.own_test[input.name]\n", "3:6")]
    [TestCase("package gatekeeper.own_test\n\np if not blocked\n", "3:10")]
    public void Check_RuleThatRestsOnAFileOfTests_IsRefusedAtItsPlace(string rules, string place)
    {
        using var policies = new PoliciesDirectory();
        policies.Write("gatekeeper/own_test.rego", "package gatekeeper.own_test\n\nblocked if input.application == \"ledger\"\n");
        policies.Write("gatekeeper/own.rego", rules);

        var fault = $"gatekeeper/own.rego:{place}: data.gatekeeper.own_test.blocked stands in a file of tests (*_test.rego), which decides nothing; what rules rest on stands in a file of another name";
        Assert.That(RevisionCheck.Check(policies.Path).Faults, Is.EqualTo(new[] { fault }));
        Assert.That(RevisionCheck.FindMisplaced(policies.Path), Is.EqualTo(new[] { fault }));
    }

    [TestCase("package gatekeeper.own\n\nblocked := 1\n\np if blocked == 1\n")]
    [TestCase("package gatekeeper.own\n\np if data.gatekeeper.own_tests.blocked\n")]
    [TestCase("package gatekeeper.own_test\n\np := 1\n")]
    public void Check_RuleThatRestsOnOthers_IsGood(string rules)
    {
        using var policies = new PoliciesDirectory();
        policies.Write("gatekeeper/own_test.rego", "package gatekeeper.own_test\n\nblocked if input.application == \"ledger\"\n");
        policies.Write("gatekeeper/own.rego", rules);

        Assert.That(RevisionCheck.Check(policies.Path).Faults, Is.Empty);
    }

    [Test]
    public void FindMisplaced_RulesThatCannotBeRead_AreNotItsConcern()
    {
        using var policies = new PoliciesDirectory();
        policies.Write("gatekeeper/broken.rego", "package gatekeeper\n\np := {");
        policies.Write("teams/shop/more.yaml", "a: 1\n");

        Assert.That(RevisionCheck.FindMisplaced(policies.Path), Is.EqualTo(new[] { "teams/shop/more.yaml: data cannot stand here; valid is teams/NAME/data.yaml (or data.json)" }));
    }

    [Test]
    public void FindFaultsOf_Files_TellsWhatIsNewAndLeavesTheDirectoryAsItIs()
    {
        using var policies = new PoliciesDirectory();
        policies.Write("old/data.yaml", "a: 1\na: 2\n");

        Assert.That(FaultsOf(policies, "more/data.yaml", "b: 1\n"), Is.Empty);
        Assert.That(FaultsOf(policies, "more/data.yaml", "b: yes\n").Single(), Does.StartWith("more/data.yaml:1:4: the value yes"));
        Assert.That(FaultsOf(policies, "old/data.yaml", "a: 1\n"), Is.Empty);
        Assert.That(File.ReadAllText(policies.At("old/data.yaml")), Is.EqualTo("a: 1\na: 2\n"));
        Assert.That(File.Exists(policies.At("more/data.yaml")), Is.False);
    }

    [Test]
    public void FindFaultsOf_NextToMoreFaultsThanAreTold_TellsThoseOfTheFilesAlone()
    {
        using var policies = new PoliciesDirectory();
        policies.Write("old/data.yaml", string.Concat(Enumerable.Range(0, 80).Select(i => $"a{i}: yes\n")));

        Assert.That(FaultsOf(policies, "more/data.yaml", "b: yes\n").Single(), Does.StartWith("more/data.yaml:1:4: the value yes"));
        Assert.That(FaultsOf(policies, "new/data.yaml", "b: 1\n"), Is.Empty);
    }

    [Test]
    public void FindFaultsOf_FaultWhoseHintChanges_IsNotNew()
    {
        using var policies = new PoliciesDirectory();
        policies.Write("gatekeeper/decision.rego", PoliciesDirectory.Rules(1) + """

            faults contains {"path": ["settings"], "message": sprintf("known are %s; none is meant", [x]), "hint": x} if x := concat(", ", object.keys(data.settings))
            faults contains {"path": ["settings"], "message": "has no owner", "hint": concat(", ", object.keys(data.settings))}

            """);

        Assert.That(FaultsOf(policies, "settings/data.yaml", "version: 1\nmore: 2\n"), Has.All.Contains("known are"));
    }

    private static IReadOnlyList<string> FaultsOf(PoliciesDirectory policies, string path, string text) =>
        RevisionCheck.FindFaultsOf(policies.Path, [new PolicyFile(path, System.Text.Encoding.UTF8.GetBytes(text))]);

    [Test]
    public void Check_NoDirectory_IsTold() => Assert.That(RevisionCheck.Check("/nowhere").Faults.Single(), Is.EqualTo("the directory of policies is not there"));

    [Test]
    public void Check_ShippedPolicies_AreGood() =>
        Assert.That(RevisionCheck.Check(Path.Combine(AppContext.BaseDirectory, "policies")).Faults, Is.Empty);
}
