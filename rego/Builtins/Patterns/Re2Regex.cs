using System.Text.RegularExpressions;

namespace Gatekeeper.Rego.Builtins.Patterns;

/// <summary>A compiled regular expression of RE2's dialect; matching takes time linear in the text. Immutable.</summary>
internal sealed class Re2Regex
{
    private readonly RegexNode _syntax;
    private Regex? _plain;
    private Regex? _surrogates;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="PatternException">It is not RE2's syntax, or too large.</exception>
    internal Re2Regex(string pattern)
    {
        _syntax = Re2Parser.Parse(pattern, out var names);
        GroupNames = names;
        Pattern = pattern;
        _plain = Compile(surrogates: false);
    }

    /// <summary>The text it was made from.</summary>
    internal string Pattern { get; }

    /// <summary>The names of the groups by number, the whole match first; null for those without one.</summary>
    internal IReadOnlyList<string?> GroupNames { get; }

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

    /// <summary>Whether the pattern occurs in the text.</summary>
    internal bool IsMatch(string text) => For(text).IsMatch(text);

    /// <summary>
    /// The matches from left to right, without an empty one right behind another match.
    /// </summary>
    internal IEnumerable<Match> Matches(string text)
    {
        var regex = For(text);
        var previousEnd = -1;
        for (var at = 0; at <= text.Length;)
        {
            var match = regex.Match(text, at);
            if (!match.Success)
            {
                yield break;
            }

            var end = match.Index + match.Length;
            var accepted = match.Length > 0 || match.Index != previousEnd;
            at = end > at ? end : at < text.Length ? at + GoText.RuneLength(text, at) : at + 1;
            previousEnd = end;
            if (accepted)
            {
                yield return match;
            }
        }
    }

    private Regex For(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0
        ? _plain ??= Compile(surrogates: false)
        : _surrogates ??= Compile(surrogates: true);

    private Regex Compile(bool surrogates)
    {
        try
        {
            return new Regex(DotNetPattern.Write(_syntax, surrogates), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            throw new PatternException("error parsing regexp: expression too large");
        }
    }
}
