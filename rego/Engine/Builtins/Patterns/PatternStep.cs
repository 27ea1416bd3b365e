namespace Rego.Builtins.Patterns;

/// <summary>An instruction.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="A">Where it goes on (first), the place to save in, or the anchor.</param>
/// <param name="B">Where it goes on second.</param>
/// <param name="Set">The characters that it takes.</param>
internal readonly record struct PatternStep(PatternStepKind Kind, int A = 0, int B = 0, RuneSet? Set = null);
