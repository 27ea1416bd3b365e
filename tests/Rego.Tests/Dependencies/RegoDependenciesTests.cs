using Rego.Diagnostics;
using Rego.Tooling.Dependencies;

namespace Rego.Tests.Dependencies;

public sealed class RegoDependenciesTests
{
    private const string Module = """
        package a

        import data.lib.names

        default allow := false

        allow if {
            user := data.users[input.user]
            user.role == names.admin
        }

        owner(x) := data.owners[x].name

        reasons contains r if {
            not allow
            some r in data.reasons[_].text
        }

        later := 1 if input.first else := data.second if input.third

        general[k].x := v if some k, v in data.pairs
        """;

    [TestCase("data.a.allow", "data.lib.names.admin data.users input.user", "data.a.allow")]
    [TestCase("data.a.owner(input.x)", "data.owners input.x", "data.a.owner")]
    [TestCase("data.a.reasons", "data.lib.names.admin data.reasons data.users input.user", "data.a.allow data.a.reasons")]
    [TestCase("data.a.general.k.x", "data.pairs", "data.a.general")]
    [TestCase("data.a.later", "data.second input.first input.third", "data.a.later")]
    [TestCase("x := input.a; y := x.b; y.c[_]", "input.a", "")]
    [TestCase("x = input.a; x.b.c", "input.a", "")]
    [TestCase("data.b[\"c-d\"][0].e", "data.b[\"c-d\"][0].e", "")]
    [TestCase("[x | x := data.q[input.i]] with input.z as 1", "data.q input.i input.z", "")]
    [TestCase(" ", "", "")]
    public void Of_Query_ListsWhatItNeeds(string query, string baseDocuments, string virtualDocuments)
    {
        var dependencies = RegoDependencies.Of([new RegoSource("a.rego", Module)], query);

        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', dependencies.Base.Select(reference => reference.Text)), Is.EqualTo(baseDocuments));
            Assert.That(string.Join(' ', dependencies.Virtual.Select(reference => reference.Text)), Is.EqualTo(virtualDocuments));
        });
    }

    [Test]
    public void Of_VariablesInACircle_Ends()
    {
        var dependencies = RegoDependencies.Of([], "x = data.a; x = y.b; y = x.c; z = y[_]; z > 1");

        Assert.That(dependencies.Base.Select(reference => reference.Text), Does.Contain("data.a"));
    }

    [Test]
    public void Of_ModuleWithAnError_Throws() =>
        Assert.That(() => RegoDependencies.Of([new RegoSource("a.rego", "package a\n\np := x\n")], "data.a"), Throws.TypeOf<RegoCompilationException>());
}
