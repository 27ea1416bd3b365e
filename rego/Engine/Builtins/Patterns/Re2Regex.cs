using System.Text.RegularExpressions;
using Rego.Errors;
using Rego.Values;

namespace Rego.Builtins.Patterns;

/// <summary>A compiled regular expression of RE2's dialect; matching takes time linear in the text. Immutable.</summary>
/// <remarks>
/// No package has this dialect; RE2 itself would be native code, which counts no steps and so does not end with the evaluation's bounds.
/// Three matchers share the work. The library's is fast, but cannot be stopped in time where it keeps many ways through a pattern
/// at once, so it is asked only where even its slowest way is short; and it is asked only whether a pattern occurs, since .NET 10.0
/// is wrong about where (<c>a?b</c> in a text of several) and about groups. An <see cref="AsciiAutomaton"/> says the same of a small
/// pattern. A <see cref="ThreadMatcher"/> does what is left, all places and groups: it counts its steps, and ends with the
/// evaluation's bounds.
/// </remarks>
internal sealed class Re2Regex
{
    /// <summary>The product of pattern and text up to which the library's matcher is asked: tens of milliseconds at the worst.</summary>
    private const long LongWork = 4_000_000;

    /// <summary>Texts of this length are asked first whether the pattern occurs at all, which is known sooner than where.</summary>
    private const int WorthALook = 512;

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

        // The library misses matches where an iteration of a loop can be empty.
        _plain = EmptyLoops.Has(_parsed.Root) ? null : Compile(surrogates: false);
        _program = _plain is null ? PatternProgram.Compile(_parsed) : null;
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
    internal bool IsMatch(string text) => Library(text)?.IsMatch(text) ?? new ThreadMatcher(Program, text, groupCount: 0, charge: null).Occurs();

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

        return !isLong && Library(text) is { } regex ? regex.IsMatch(text) : Threads(context, text, groupCount: 0).Occurs();
    }

    /// <summary>
    /// The matches from left to right, without an empty one right behind another match; their groups only where they are asked for.
    /// </summary>
    /// <exception cref="RegoEvaluationException">The evaluation's bounds are reached.</exception>
    internal IEnumerable<Re2Match> Matches(BuiltinContext context, string text, bool withGroups)
    {
        context.Charge(1 + text.Length);
        if (text.Length >= WorthALook && !IsMatch(context, text))
        {
            yield break;
        }

        var threads = Threads(context, text, withGroups ? GroupNames.Count : 1);
        var previousEnd = -1;
        for (var at = 0; at <= text.Length;)
        {
            if (threads.Find(at) is not { } match)
            {
                yield break;
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

    private bool IsLong(string text) => _size * text.Length >= LongWork;

    private ThreadMatcher Threads(BuiltinContext context, string text, int groupCount) => new(Program, text, groupCount, context.Charge);

    private PatternProgram Program => _program ??= PatternProgram.Compile(_parsed);

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

    /// <summary>
    /// The library's expression for a text; null where the pattern is too large for it, or it would not find what RE2 finds: what a
    /// word is differs, its anchors go wrong at a final newline (.NET 10.0 misses matches there), it knows no stray bytes, and loops
    /// of what can be empty end too early.
    /// </summary>
    private Regex? Library(string text)
    {
        if (_parsed.HasAnchors && MisleadsAnchors(text))
        {
            return null;
        }

        if (_plain is null || !HasSurrogates(text))
        {
            return _plain;
        }

        return GoText.HasLoneSurrogate(text) ? null : _surrogates ??= Compile(surrogates: true);
    }

    private bool MisleadsAnchors(string text) =>
        text.EndsWith('\n') || (_parsed.HasWordAnchors && text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7F') >= 0);

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
