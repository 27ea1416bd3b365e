namespace Rego.Tests.Fuzzing;

/// <summary>Runs the fuzzer's seeds, and what it found, without the fuzzer.</summary>
public sealed class FuzzingTests
{
    [TestCaseSource(nameof(ParserInputs))]
    public void Parser_FoundInput_KeepsWhatItIsHeldTo(string file) => ParserTarget.Run(File.ReadAllBytes(file));

    [TestCaseSource(nameof(EvaluatorInputs))]
    public void Evaluator_FoundInput_KeepsWhatItIsHeldTo(string file) => EvaluatorTarget.Run(File.ReadAllBytes(file));

    private static IEnumerable<TestCaseData> ParserInputs() => Inputs("parser");

    private static IEnumerable<TestCaseData> EvaluatorInputs() => Inputs("evaluator");

    private static IEnumerable<TestCaseData> Inputs(string target) =>
        from directory in new[] { "regressions", "corpus" }
        let path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Fuzzing", directory, target)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)
        select new TestCaseData(file).SetArgDisplayNames($"{directory}/{Path.GetFileName(file)}");
}
