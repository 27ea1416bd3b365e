using Rego.Builtins.Patterns;
using Rego.Values;

namespace Rego.Tests.Builtins.Patterns;

/// <summary>
/// What a pattern means, as plainly as it can be said: one way after the other through the parsed pattern, the preferred one first,
/// until one comes out; where it has been, it need not try again. It shares nothing with the engine's matchers but the parser.
/// </summary>
/// <remarks>
/// .NET's backtracking matcher would be no judge: it sees words, surrogate pairs and empty iterations of loops in another way. Go's
/// are followed by what counts as one place in the pattern: <c>x*</c> is one that is come back to after each <c>x</c>, but where
/// <c>x</c> can be empty it is <c>(x+)?</c>.
/// </remarks>
internal sealed class ReferenceMatcher(ParsedPattern pattern, string text)
{
    private readonly RegexNode _root = WrittenOut(pattern.Root);
    private readonly (int Start, int End)[] _groups = new (int, int)[pattern.GroupNames.Count];
    private readonly HashSet<(RegexNode Node, bool AtEnd, int At)> _been = new(new ByIdentity());

    /// <summary>The groups of the first match from a place on; null where there is none.</summary>
    internal (int Start, int End)[]? Find(int start)
    {
        for (var at = start; at <= text.Length; at += at < text.Length ? GoText.RuneLength(text, at) : 1)
        {
            Array.Fill(_groups, (-1, -1));
            _been.Clear();
            if (Try(_root, at, end => Ends(at, end)))
            {
                return [.. _groups];
            }
        }

        return null;
    }

    /// <summary>Counted repetitions as so many copies: only <c>x?</c>, <c>x*</c> and <c>x+</c> are left, each of them for itself.</summary>
    private static RegexNode WrittenOut(RegexNode node) => node switch
    {
        RegexNode.Sequence { Parts: var parts } => new RegexNode.Sequence([.. parts.Select(WrittenOut)]),
        RegexNode.Choice { Options: var options } => new RegexNode.Choice([.. options.Select(WrittenOut)]),
        RegexNode.Capture capture => capture with { Inner = WrittenOut(capture.Inner) },
        RegexNode.Repeat repeat => WrittenOut(repeat),
        _ => node with { },
    };

    private static RegexNode.Sequence WrittenOut(RegexNode.Repeat repeat)
    {
        RegexNode Copy() => WrittenOut(repeat.Inner);
        if (repeat.Maximum < 0)
        {
            var loop = repeat with { Inner = Copy(), Minimum = Math.Min(repeat.Minimum, 1) };
            return new RegexNode.Sequence([.. Enumerable.Range(1, Math.Max(0, repeat.Minimum - 1)).Select(_ => Copy()), loop]);
        }

        RegexNode rest = new RegexNode.Sequence([]);
        for (var i = repeat.Minimum; i < repeat.Maximum; i++)
        {
            rest = new RegexNode.Repeat(new RegexNode.Sequence([Copy(), rest]), 0, 1, repeat.Lazy);
        }

        return new RegexNode.Sequence([.. Enumerable.Range(0, repeat.Minimum).Select(_ => Copy()), rest]);
    }

    private bool Ends(int start, int end)
    {
        _groups[0] = (start, end);
        return true;
    }

    private bool Try(RegexNode node, int at, Func<int, bool> then)
    {
        if (!_been.Add((node, false, at)))
        {
            return false;
        }

        return node switch
        {
            RegexNode.Literal { Rune: var rune } => Takes(at, RuneSet.Of(rune)) && then(at + GoText.RuneLength(text, at)),
            RegexNode.Set { Runes: var runes } => Takes(at, runes) && then(at + GoText.RuneLength(text, at)),
            RegexNode.Anchor { Kind: var kind } => Holds(kind, at) && then(at),
            RegexNode.Sequence { Parts: var parts } => TryAll(parts, 0, at, then),
            RegexNode.Choice { Options: var options } => options.Any(option => Try(option, at, then)),
            RegexNode.Capture capture => TryCapture(capture, at, then),
            RegexNode.Repeat repeat => TryRepeat(repeat, at, then),
            _ => throw new ArgumentException(node.ToString()),
        };
    }

    private bool Takes(int at, RuneSet runes)
    {
        if (at >= text.Length)
        {
            return false;
        }

        var rune = GoText.RuneAt(text, at);
        return runes.Ranges.Any(range => range.First <= rune && rune <= range.Last);
    }

    private bool TryAll(IReadOnlyList<RegexNode> parts, int part, int at, Func<int, bool> then) =>
        part == parts.Count ? then(at) : Try(parts[part], at, end => TryAll(parts, part + 1, end, then));

    private bool TryCapture(RegexNode.Capture capture, int at, Func<int, bool> then)
    {
        return Try(capture.Inner, at, end =>
        {
            var before = _groups[capture.Number];
            _groups[capture.Number] = (at, end);
            if (then(end))
            {
                return true;
            }

            _groups[capture.Number] = before;
            return false;
        });
    }

    private bool TryRepeat(RegexNode.Repeat repeat, int at, Func<int, bool> then) => (repeat.Minimum, repeat.Maximum) switch
    {
        (0, 1) => Prefer(repeat.Lazy, () => Try(repeat.Inner, at, then), () => then(at)),
        (0, _) when !CanBeEmpty(repeat.Inner) => Prefer(repeat.Lazy, () => Try(repeat.Inner, at, end => Try(repeat, end, then)), () => then(at)),
        (0, _) => Prefer(repeat.Lazy, () => GoRound(repeat, at, then), () => then(at)),
        _ => GoRound(repeat, at, then),
    };

    /// <summary>At least once.</summary>
    private bool GoRound(RegexNode.Repeat loop, int at, Func<int, bool> then) => Try(
        loop.Inner,
        at,
        end => _been.Add((loop, true, end)) && Prefer(loop.Lazy, () => GoRound(loop, end, then), () => then(end)));

    private static bool CanBeEmpty(RegexNode node) => node switch
    {
        RegexNode.Anchor => true,
        RegexNode.Sequence { Parts: var parts } => parts.All(CanBeEmpty),
        RegexNode.Choice { Options: var options } => options.Any(CanBeEmpty),
        RegexNode.Capture { Inner: var inner } => CanBeEmpty(inner),
        RegexNode.Repeat repeat => repeat.Minimum == 0 || CanBeEmpty(repeat.Inner),
        _ => false,
    };

    private static bool Prefer(bool lazy, Func<bool> more, Func<bool> less) => lazy ? less() || more() : more() || less();

    private bool Holds(AnchorKind kind, int at) => kind switch
    {
        AnchorKind.TextStart => at == 0,
        AnchorKind.TextEnd => at == text.Length,
        AnchorKind.LineStart => at == 0 || text[at - 1] == '\n',
        AnchorKind.LineEnd => at == text.Length || text[at] == '\n',
        AnchorKind.WordBoundary => IsWord(at - 1) != IsWord(at),
        _ => IsWord(at - 1) == IsWord(at),
    };

    private bool IsWord(int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_');

    /// <summary>Two parts of the same form are two.</summary>
    private sealed class ByIdentity : IEqualityComparer<(RegexNode Node, bool AtEnd, int At)>
    {
        public bool Equals((RegexNode Node, bool AtEnd, int At) x, (RegexNode Node, bool AtEnd, int At) y) =>
            ReferenceEquals(x.Node, y.Node) && x.AtEnd == y.AtEnd && x.At == y.At;

        public int GetHashCode((RegexNode Node, bool AtEnd, int At) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Node), key.AtEnd, key.At);
    }
}
