using System.Text.RegularExpressions;

namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>A compiled regular expression of RE2's dialect; matching takes time linear in the text. Immutable.</summary>
internal sealed class Re2Regex
{
    /// <summary>The product of pattern and text from which on a call gets a matcher of its own, which ends with the evaluation's time.</summary>
    private const long LongWork = 4_000_000;

    /// <summary>Texts of this length are looked at for long enough that the clock is looked at after each match.</summary>
    private const int LongText = 32 * 1024;

    private readonly ParsedPattern _parsed;
    private readonly long _size;
    private Regex? _plain;
    private Regex? _surrogates;
    private PatternProgram? _program;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="PatternException">It is not RE2's syntax, or too large.</exception>
    internal Re2Regex(string pattern)
    {
        _parsed = Re2Parser.Parse(pattern);
        _size = PatternSize.Of(_parsed.Root);
        Pattern = pattern;
        _plain = Compile(surrogates: false, Regex.InfiniteMatchTimeout);
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
    internal bool IsMatch(string text) => Cached(text).IsMatch(text);

    /// <summary>Whether the pattern occurs in the text.</summary>
    /// <exception cref="RegoEvaluationException">The evaluation's bounds are reached.</exception>
    internal bool IsMatch(BuiltinContext context, string text)
    {
        context.Charge(1 + text.Length);
        if (NeedsThreads(text))
        {
            return Threads(context, text).Find(0) is not null;
        }

        try
        {
            return For(context, text).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw OverTime(context);
        }
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
        if (NeedsThreads(text))
        {
            return Threads(context, text).Find;
        }

        var regex = For(context, text);
        return at =>
        {
            try
            {
                var match = regex.Match(text, at);
                return match.Success ? ToMatch(text, match) : null;
            }
            catch (RegexMatchTimeoutException)
            {
                throw OverTime(context);
            }
        };
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

    private static RegoEvaluationException OverTime(BuiltinContext context)
    {
        context.CheckTime();
        return new RegoEvaluationException(DiagnosticCodes.EvalCancel, "evaluation stopped: a regular expression needs more than the time that was left");
    }

    /// <summary>What a word is .NET sees in Unicode's terms.</summary>
    private bool NeedsThreads(string text) => _parsed.HasWordAnchors && text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7F') >= 0;

    private ThreadMatcher Threads(BuiltinContext context, string text) =>
        new(_program ??= PatternProgram.Compile(_parsed.Root), text, steps => context.Charge(steps));

    private Regex For(BuiltinContext context, string text)
    {
        if (_size * text.Length < LongWork)
        {
            return Cached(text);
        }

        var left = context.TimeLeft;
        return Compile(HasSurrogates(text), left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1));
    }

    private Regex Cached(string text) => HasSurrogates(text)
        ? _surrogates ??= Compile(surrogates: true, Regex.InfiniteMatchTimeout)
        : _plain ??= Compile(surrogates: false, Regex.InfiniteMatchTimeout);

    private static bool HasSurrogates(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    private Regex Compile(bool surrogates, TimeSpan timeout)
    {
        try
        {
            return new Regex(DotNetPattern.Write(_parsed.Root, surrogates), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, timeout);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InsufficientExecutionStackException)
        {
            throw new PatternException("error parsing regexp: expression too large");
        }
    }
}
