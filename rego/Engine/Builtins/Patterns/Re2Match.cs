namespace Rego.Builtins.Patterns;

/// <summary>A match: where its groups begin and end, the whole match first; a group that took no part begins at -1.</summary>
internal sealed record Re2Match(string Text, (int Start, int End)[] Groups)
{
    internal int Index => Groups[0].Start;

    internal int End => Groups[0].End;

    internal int Length => End - Index;

    /// <summary>The text of the whole match.</summary>
    internal string Value => Text[Index..End];

    /// <summary>The text of a group; empty for one that took no part.</summary>
    internal string GroupText(int group) => Groups[group] is var (start, end) && start >= 0 ? Text[start..end] : string.Empty;

    internal bool HasGroup(int group) => Groups[group].Start >= 0;
}
