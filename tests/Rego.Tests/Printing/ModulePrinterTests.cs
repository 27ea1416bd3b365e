using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Tests.Conformance;

namespace Rego.Tests.Printing;

public sealed class ModulePrinterTests
{
    [TestCase("package a.b[\"c-d\"]\n\nimport data.x as y\n\np contains x if { some x in y.if; not x == -1 }\n")]
    [TestCase("package a\nimport rego.v2\np if { {x := 1; x == 1} or (not input.a and not {input.b}) with input.a as 1 }\n")]
    [TestCase("package a\nf(x, [_, {\"k\": v}]) := {v: x | every k, w in x { k < w }} if { x[v] } else := $\"a \\{ {x}\\n\" if { true } else := 3\n")]
    [TestCase("package a\np[x].q[\"r s\"] := ((1 + 2) * 3) - -x if some x in {1 | 2}\ndefault d := `raw \"text\"`\n")]
    public void Print_Module_ReadsBackAsTheSameTree(string text) => AssertReadsBack(text);

    [Test]
    public void Print_ModulesOfTheSuite_ReadBackAsTheSameTrees()
    {
        var modules = ConformanceCases.All.SelectMany(@case => @case.Modules).Distinct().ToList();

        Assert.Multiple(() => modules.ForEach(AssertReadsBack));
    }

    private static void AssertReadsBack(string text)
    {
        if (Read(text) is not { } tree)
        {
            return;
        }

        var printed = ModulePrinter.Print(tree);
        var again = Read(printed);
        Assert.That(again, Is.Not.Null, printed);
        Assert.That(Plain(again!), Is.EqualTo(Plain(tree)), printed);
    }

    private static Module? Read(string text) => Parser.ParseModule(new SourceFile("m.rego", text), new DiagnosticBag());

    /// <summary>The tree without comments, which are not printed.</summary>
    private static string Plain(Module module) =>
        SyntaxJson.Of(new Module(module.Location, module.Package, module.Imports, module.Rules, [], [])).ToString();
}
