using CsCheck;
using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;

namespace Rego.Tests.Properties;

/// <summary>A printed module reads back as the same tree; those of the conformance suite are held to the same in <c>ModulePrinterTests</c>.</summary>
public sealed class RoundTripTests
{
    [Test]
    public void Print_RandomModule_ReadsBackAsTheSameTree() => GeneratedPolicy.Any.Sample(
        policy =>
        {
            var tree = Read(policy.Text);
            Assert.That(tree, Is.Not.Null, "the generator writes modules that parse");
            var printed = ModulePrinter.Print(tree!);
            Assert.That(Read(printed) is { } again ? SyntaxJson.Of(again).ToString() : "does not parse", Is.EqualTo(SyntaxJson.Of(tree!).ToString()), printed);
        },
        iter: 1000,
        threads: 1,
        print: policy => policy.Text);

    [Test]
    public void Any_MostPolicies_CompileAndSayDifferentThings()
    {
        var compiled = 0;
        var answers = new HashSet<string>();
        GeneratedPolicy.Any.Sample(
            policy =>
            {
                if (policy.Compile() is { } program)
                {
                    compiled++;
                    answers.UnionWith(policy.Inputs.Select(input => Answer.Of(program.Prepare("data.p"), input).ToString()));
                }
            },
            iter: 300,
            threads: 1);

        Assert.That(compiled, Is.GreaterThan(150), "policies that compile");
        Assert.That(answers, Has.Count.GreaterThan(100), "different answers");
    }

    private static Module? Read(string text) => Parser.ParseModule(new SourceFile("p.rego", text), new DiagnosticBag());
}
