using Rego.Options;

namespace Rego.Tests.Analysis;

public sealed class AnnotationCheckTests
{
    [TestCase("package", "package a\n")]
    [TestCase("subpackages", "package a\n")]
    public void Compile_TwoBlocksOfAPackage_TellsTheFirst(string scope, string statement)
    {
        var text = $"# METADATA\n# scope: {scope}\n{statement}";

        Assert.That(
            Compiled.Errors(new RegoCompilerOptions(), ("a.rego", text), ("b.rego", text)),
            Is.EqualTo(new[] { $"1:1 rego_type_error {scope} annotation redeclared: a.rego:1" }));
    }

    [Test]
    public void Compile_TwoBlocksOfADocument_TellsTheFirst() => Assert.That(
        Compiled.Errors("# METADATA\n# scope: document\np contains 1\n\n# METADATA\n# scope: document\np contains 2"),
        Is.EqualTo(new[] { "7:1 rego_type_error document annotation redeclared: a.rego:3" }));

    [Test]
    public void Compile_BlocksOfRulesAndOfOtherDocuments_AreAccepted() => Assert.That(
        Compiled.Errors("# METADATA\n# title: one\np contains 1\n\n# METADATA\n# title: two\np contains 2\n\n# METADATA\n# scope: document\nq := 1"),
        Is.Empty);
}
