namespace Rego.Builtins.Patterns;

/// <summary>How large a pattern is when its counted repetitions are written out.</summary>
internal static class PatternSize
{
    internal static long Of(RegexNode node) => node switch
    {
        RegexNode.Sequence { Parts: var parts } => 1 + parts.Sum(Of),
        RegexNode.Choice { Options: var options } => 1 + options.Sum(Of),
        RegexNode.Capture { Inner: var inner } => 1 + Of(inner),
        RegexNode.Repeat { Inner: var inner, Minimum: var minimum, Maximum: var maximum } => 1 + (Math.Max(1, Math.Max(minimum, maximum)) * Of(inner)),
        _ => 1,
    };
}
