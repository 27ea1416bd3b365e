using System.Text;
using Gateway.Hosting.Revisions.Data;
using Rego.Loading;

namespace Hosting.Tests.Revisions.Data;

/// <summary>The path is the boundary: each file speaks of what its directory is named for, and rules stand in two directories alone.</summary>
[TestFixture]
internal sealed class DataLayoutTests
{
    [TestCase("roles/data.yaml")]
    [TestCase("roles/data.json")]
    [TestCase("applications/shop/data.yaml")]
    [TestCase("teams/shop/data.json")]
    [TestCase("classes/all/data.yaml")]
    [TestCase("gatekeeper/decision.rego")]
    [TestCase("gatekeeper/more/deep_test.rego")]
    [TestCase("deployer/artifact.rego")]
    [TestCase(".manifest")]
    public void FindFaults_RightPlace_HasNone(string path) => Assert.That(Faults(path), Is.Empty);

    [TestCase("data.yaml", "data cannot stand here; valid is a directory's own file, such as roles/data.yaml (or data.json)")]
    [TestCase("roles.yaml", "data cannot stand here; valid is a directory's own file, such as roles/data.yaml (or data.json)")]
    [TestCase("docs/data.txt", "this cannot stand here; valid is a directory's own file, such as roles/data.yaml (or data.json), and beside data texts alone")]
    [TestCase("roles/data.yml", "data cannot stand here; valid is roles/data.yaml")]
    [TestCase("roles/roles.yaml", "data cannot stand here; valid is roles/data.yaml")]
    [TestCase("roles/more/data.yaml", "data cannot stand here; valid is roles/data.yaml")]
    [TestCase("applications/data.yaml", "data cannot stand here; valid is applications/NAME/data.yaml")]
    [TestCase("applications/shop/more/data.yaml", "data cannot stand here; valid is applications/NAME/data.yaml")]
    [TestCase("applications/shop/other.yaml", "data cannot stand here")]
    [TestCase("freezes/data.YAML", "data cannot stand here; valid is freezes/data.yaml")]
    [TestCase("freezes/data.yaml~", "this cannot stand here; valid is freezes/data.yaml")]
    [TestCase("freezes/DATA.json5", "this cannot stand here; valid is freezes/data.yaml")]
    [TestCase("application/shop/data.yaml", "data cannot stand here (did you mean applications/NAME/data.yaml?)")]
    [TestCase("class/pci/data.yaml", "data cannot stand here (did you mean classes/NAME/data.yaml?)")]
    [TestCase("aplications/shop/data.yaml", "data cannot stand here (did you mean applications/NAME/data.yaml?)")]
    [TestCase("Classes/pci/data.yaml", "data cannot stand here (did you mean classes/NAME/data.yaml?)")]
    [TestCase("guardrails/data", "this cannot stand here; valid is guardrails/data.yaml (or data.json), and beside data texts alone")]
    [TestCase("guardrails/Data_yaml", "this cannot stand here; valid is guardrails/data.yaml")]
    [TestCase("guardrails", "this cannot stand here; valid is a directory's own file, such as roles/data.yaml")]
    [TestCase("classes/all/data", "this cannot stand here; valid is classes/NAME/data.yaml")]
    [TestCase("gatekeeper/data.yaml", "gatekeeper/ holds rules and no data")]
    [TestCase("deployer/x/data.json", "deployer/ holds rules and no data")]
    [TestCase("gatekeeper/extra.Rego", "the ending of rules is .rego, in small letters")]
    [TestCase("gatekeeper/extra.rego.bak", "this cannot stand here; valid are rules (*.rego)")]
    [TestCase("gatekeeper/extra.reg", "this cannot stand here; valid are rules (*.rego)")]
    [TestCase("extra.REGO", "rules and tests (*.rego, in small letters) stand below gatekeeper/ or deployer/ alone")]
    [TestCase("gatekeeper.rego", "rules and tests (*.rego) stand below gatekeeper/ or deployer/ alone")]
    [TestCase("applications/shop/rights.rego", "rules and tests (*.rego) stand below")]
    [TestCase("applications/shop/rights_test.rego", "rules and tests (*.rego) stand below")]
    public void FindFaults_WrongPlace_IsTold(string path, string fault) => Assert.That(Faults(path), Is.EqualTo(new[] { path }).Using<string, string>((told, name) => told.StartsWith(name + ": ") && told.Contains(fault)));

    [Test]
    public void FindFaults_TwoFormatsInADirectory_IsTold() =>
        Assert.That(Faults("roles/data.json", "roles/data.yaml"), Is.EqualTo(new[] { "roles/data.yaml: roles/data.json stands beside it; a directory's data stand in one file" }));

    [Test]
    public void FindFaults_TwoFormatsInTheRevision_NamesOneOfEach() => Assert.Multiple(() =>
    {
        Assert.That(Faults("roles/data.yaml", "scopes/data.yaml", "teams/shop/data.json", "gatekeeper/a.rego", ".manifest", ".signatures.json"),
            Is.EqualTo(new[] { "teams/shop/data.json: this is JSON, and roles/data.yaml is YAML; all data stand in one format" }));
        Assert.That(Faults("people/data.json", "roles/data.json", "scopes/data.yaml"),
            Is.EqualTo(new[] { "scopes/data.yaml: this is YAML, and people/data.json is JSON; all data stand in one format" }));
        Assert.That(Faults("people/data.json", "roles/data.json", ".manifest"), Is.Empty);
    });

    [TestCase("gatekeeper", true)]
    [TestCase("gatekeeper.tables", true)]
    [TestCase("deployer", true)]
    [TestCase("gatekeeper_test", true)]
    [TestCase("gatekeeper_sample_test", true)]
    [TestCase("deployer_test.more", true)]
    [TestCase("gatekeeper2", false)]
    [TestCase("gatekeeper_more", false)]
    [TestCase("applications.shop", false)]
    [TestCase("roles_test", false)]
    [TestCase("teams", false)]
    public void IsPackage_Name_TellsWhetherRulesMayStandThere(string package, bool expected) =>
        Assert.That(DataLayout.IsPackage(package.Split('.')), Is.EqualTo(expected));

    private static List<string> Faults(params string[] paths) => DataLayout.FindFaults([.. paths.Select(path => new PolicyFile(path, Encoding.UTF8.GetBytes("")))]);
}
