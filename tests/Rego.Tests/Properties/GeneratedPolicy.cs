using CsCheck;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Properties;

/// <summary>A random policy with inputs for it.</summary>
/// <param name="Text">The module.</param>
/// <param name="Rules">The names of its rules that are no functions.</param>
/// <param name="Inputs">Documents to ask it about.</param>
internal sealed record GeneratedPolicy(string Text, IReadOnlyList<string> Rules, IReadOnlyList<RegoValue> Inputs)
{
    private const int MaxChoices = 400;
    private const int InputCount = 3;

    internal static readonly Gen<GeneratedPolicy> Any = Gen.Int.Array[20, MaxChoices].Select(numbers => From(numbers));

    internal static readonly RegoObject Data = (RegoObject)RegoJson.Parse(PolicyWriter.Data);

    /// <summary>Compiles the policy; null where the compiler refuses it.</summary>
    internal CompiledPolicy? Compile(bool usesShortcuts = true) =>
        new RegoCompiler(new RegoCompilerOptions { UsesShortcuts = usesShortcuts }).Compile([new RegoSource("p.rego", Text)], Data).Policy;

    public override string ToString() => $"{Text}\ninputs:\n{string.Join('\n', Inputs)}";

    /// <summary>The inputs decide first, so that a long policy does not leave them without choices.</summary>
    private static GeneratedPolicy From(int[] numbers)
    {
        var choices = new Choices(numbers);
        var inputs = Enumerable.Range(0, InputCount).Select(_ => InputWriter.Write(choices)).ToList();
        var (text, rules) = PolicyWriter.Write(choices);
        return new GeneratedPolicy(text, rules, inputs);
    }
}
