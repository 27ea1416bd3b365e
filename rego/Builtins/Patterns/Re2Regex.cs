using System.Text.RegularExpressions;

namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>A compiled regular expression of RE2's dialect; matching takes time linear in the text. Immutable.</summary>
/// <remarks>
/// Three matchers share the work. The library's is fast, but cannot be stopped in time where it keeps many ways through a pattern
/// at once, so it is asked only where even its slowest way is short. An <see cref="AsciiAutomaton"/> says whether a small pattern
/// occurs. A <see cref="ThreadMatcher"/> does what is left: it counts its steps, and ends with the evaluation's bounds.
/// </remarks>
internal sealed class Re2Regex
{
    /// <summary>The product of pattern and text up to which the library's matcher is asked: tens of milliseconds at the worst.</summary>
    private const long LongWork = 4_000_000;

    /// <summary>Texts of this length are looked at for long enough that the clock is looked at after each match.</summary>
    private const int LongText = 32 * 1024;

    /// <summary>A pattern that is asked so often is worth an automaton of its own.</summary>
    private const int AsksBeforeAutomaton = 8;

    private readonly ParsedPattern _parsed;
    private readonly long _size;
    private readonly Regex? _plain;
    private Regex? _surrogates;
    private PatternProgram? _program;
    private AsciiAutomaton? _automaton;
    private int _asked;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="PatternException">It is not RE2's syntax, or too large.</exception>
    internal Re2Regex(string pattern)
    {
        _parsed = Re2Parser.Parse(pattern);
        _size = PatternSize.Of(_parsed.Root);
        Pattern = pattern;
        _plain = Compile(surrogates: false);
        _program = _plain is null ? PatternProgram.Compile(_parsed.Root) : null;
    }

    /// <summary>The text it was made from.</summary>
    internal string Pattern { get; }

    /// <summary>The names of the groups by number, the whole match first; null for those without one.</summary>
    internal IReadOnlyList<string?> GroupNames => _parsed.GroupNames;

    /// <summary>The compiled expression that an evaluation keeps.</summary>
    internal static bool TryPrepare(BuiltinContext context, string pattern, out Re2Regex regex, out RegoValue failure)
    {
        failure = RegoValue.Undefined;
        try
        {
            context.Charge(pattern.Length);
            regex = context.Prepare("regex", pattern, text => new Re2Regex(text));
            return true;
        }
        catch (PatternException e)
        {
            regex = null!;
            failure = context.Fail(e.Message);
            return false;
        }
    }

    /// <summary>Whether the pattern occurs in a short text: for patterns that are part of the engine.</summary>
    internal bool IsMatch(string text) => Library(text)!.IsMatch(text);

    /// <summary>Whether the pattern occurs in the text.</summary>
    /// <exception cref="RegoEvaluationException">The evaluation's bounds are reached.</exception>
    internal bool IsMatch(BuiltinContext context, string text)
    {
        context.Charge(1 + text.Length);
        var isLong = IsLong(text);
        if (Automaton(isLong)?.IsMatch(context, text) is { } known)
        {
            return known;
        }

        return !isLong && Library(text) is { } regex ? regex.IsMatch(text) : Threads(context, text).Find(0) is not null;
    }

    /// <summary>
    /// The matches from left to right, without an empty one right behind another match.
    /// </summary>
    /// <exception cref="RegoEvaluationException">The evaluation's bounds are reached.</exception>
    internal IEnumerable<Re2Match> Matches(BuiltinContext context, string text)
    {
        context.Charge(1 + text.Length);
        var find = Finder(context, text);
        var previousEnd = -1;
        for (var at = 0; at <= text.Length;)
        {
            if (find(at) is not { } match)
            {
                yield break;
            }

            if (text.Length >= LongText)
            {
                context.CheckTime();
            }

            var accepted = match.Length > 0 || match.Index != previousEnd;
            at = match.End > at ? match.End : at < text.Length ? at + GoText.RuneLength(text, at) : at + 1;
            previousEnd = match.End;
            if (accepted)
            {
                yield return match;
            }
        }
    }

    private Func<int, Re2Match?> Finder(BuiltinContext context, string text)
    {
        if (IsLong(text) || Library(text) is not { } regex)
        {
            return Threads(context, text).Find;
        }

        return at => regex.Match(text, at) is { Success: true } match ? ToMatch(text, match) : null;
    }

    private static Re2Match ToMatch(string text, Match match)
    {
        var groups = new (int, int)[match.Groups.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            var group = match.Groups[i];
            groups[i] = group.Success ? (group.Index, group.Index + group.Length) : (-1, -1);
        }

        return new Re2Match(text, groups);
    }

    private bool IsLong(string text) => _size * text.Length >= LongWork;

    private ThreadMatcher Threads(BuiltinContext context, string text) => new(Program, text, steps => context.Charge(steps));

    private PatternProgram Program => _program ??= PatternProgram.Compile(_parsed.Root);

    /// <summary>The automaton; null where there is none, or none yet.</summary>
    private AsciiAutomaton? Automaton(bool now)
    {
        if (_asked < AsksBeforeAutomaton)
        {
            _asked = now ? AsksBeforeAutomaton : _asked + 1;
            if (_asked == AsksBeforeAutomaton && _size <= AsciiAutomatonBuilder.MaxPatternSize)
            {
                _automaton = AsciiAutomatonBuilder.Build(Program);
            }
        }

        return _automaton;
    }

    /// <summary>The library's expression for a text; null where the pattern is too large for it, or what a word is differs.</summary>
    private Regex? Library(string text)
    {
        if (_parsed.HasWordAnchors && text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7F') >= 0)
        {
            return null;
        }

        return _plain is not null && HasSurrogates(text) ? _surrogates ??= Compile(surrogates: true) : _plain;
    }

    private static bool HasSurrogates(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    private Regex? Compile(bool surrogates)
    {
        try
        {
            return new Regex(DotNetPattern.Write(_parsed.Root, surrogates), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InsufficientExecutionStackException)
        {
            return null;
        }
    }
}
