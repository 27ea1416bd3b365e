namespace Rego.Builtins.Patterns;

/// <summary>A pattern as instructions for <see cref="ThreadMatcher"/>, laid out as Go lays them out. Immutable.</summary>
internal sealed class PatternProgram
{
    private PatternProgram(PatternStep[] steps, int groupCount)
    {
        Steps = steps;
        GroupCount = groupCount;
        Start = PatternStart.Of(steps);
    }

    internal PatternStep[] Steps { get; }

    /// <summary>How many groups there are, the whole match among them.</summary>
    internal int GroupCount { get; }

    internal PatternStart Start { get; }

    /// <exception cref="PatternException">The pattern is too large.</exception>
    internal static PatternProgram Compile(ParsedPattern pattern) =>
        new(PatternProgramBuilder.Build(pattern.Root), pattern.GroupNames.Count);
}
