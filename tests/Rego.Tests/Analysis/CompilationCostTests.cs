using Rego.Tests.Evaluation;

namespace Rego.Tests.Analysis;

/// <summary>What compiling may cost: twice the text, about twice the bytes, however deep it nests.</summary>
[NonParallelizable]
public sealed class CompilationCostTests
{
    private const double AtMost = 2.6;

    [Test]
    public void Compile_ChainOfOr_CostsInProportionToItsLength() =>
        Assert.That(Cost.CompiledMegabytes(Alternatives(900)), Is.LessThan(AtMost * Cost.CompiledMegabytes(Alternatives(450))));

    [Test]
    public void Compile_ComprehensionsInComprehensions_CostInProportionToTheirDepth() =>
        Assert.That(Cost.CompiledMegabytes(Nested(120)), Is.LessThan(2 * AtMost * Cost.CompiledMegabytes(Nested(60))));

    [Test]
    public void Compile_ManyRules_CostsInProportionToTheirNumber() =>
        Assert.That(Cost.CompiledMegabytes(Rules(2000)), Is.LessThan(AtMost * Cost.CompiledMegabytes(Rules(1000))));

    private static string Alternatives(int count) =>
        $"package p\nimport future.keywords.or\np if {{ {string.Join(" or ", Enumerable.Range(0, count).Select(i => $"input.x == {i}"))} }}";

    private static string Nested(int depth) =>
        $"package p\np := {string.Concat(Enumerable.Range(0, depth).Select(i => $"[x{i} | x{i} := "))}1{new string(']', depth)}";

    private static string Rules(int count) =>
        $"package p\n{string.Concat(Enumerable.Range(0, count).Select(i => $"r{i} contains x if {{ some x in input.items; x.n > {i}; count(x.name) > 1 }}\n"))}";
}
