namespace Gatekeeper.Seam;

/// <summary>
/// A path template of <c>google.api.http</c>: literal segments and variables that each fill one whole segment, the last one
/// optionally followed by <c>:verb</c>.
/// </summary>
internal sealed class RestRoute
{
    private readonly int _variables;
    private readonly bool _hasVerbs;

    private RestRoute(string httpMethod, string template, string[] segments, string verb, bool hasBody, bool hasVerbs)
    {
        HttpMethod = httpMethod;
        Template = template;
        Segments = segments;
        Verb = verb;
        HasBody = hasBody;
        _hasVerbs = hasVerbs;
        _variables = segments.Count(IsVariable);
    }

    /// <value><c>GET</c> or <c>POST</c>.</value>
    public string HttpMethod { get; }

    /// <value>The template as the contract has it.</value>
    public string Template { get; }

    /// <value>The segments; a variable is written <c>{name}</c>.</value>
    public IReadOnlyList<string> Segments { get; }

    /// <value>The custom verb without its colon; empty where there is none.</value>
    public string Verb { get; }

    /// <value>Whether the request's fields come in a JSON body (<c>body: "*"</c>); else they come in the query.</value>
    public bool HasBody { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="httpMethod"><c>GET</c> or <c>POST</c>.</param>
    /// <param name="template">The template as the contract has it.</param>
    /// <param name="hasBody">Whether the request's fields come in a JSON body.</param>
    /// <param name="hasVerbs">
    /// Whether a colon in a path begins a verb. It does wherever a method has one; elsewhere it is part of a value, as in the digest
    /// of a revision. So no path fits two methods.
    /// </param>
    /// <exception cref="FormatException">The template uses a form that the door does not offer.</exception>
    public static RestRoute Parse(string httpMethod, string template, bool hasBody, bool hasVerbs = true)
    {
        if (!template.StartsWith('/'))
        {
            throw new FormatException($"The path template '{template}' does not start with '/'.");
        }

        var verbAt = template.IndexOf(':', StringComparison.Ordinal);
        var path = verbAt < 0 ? template : template[..verbAt];
        var verb = verbAt < 0 ? "" : template[(verbAt + 1)..];
        var segments = path[1..].Split('/');
        if (Array.Exists(segments, segment => segment.Length == 0 || (segment.Contains('{', StringComparison.Ordinal) && !IsVariable(segment))))
        {
            throw new FormatException($"The path template '{template}' has a segment that is neither a literal nor one variable.");
        }

        return new RestRoute(httpMethod, template, segments, verb, hasBody, hasVerbs || verbAt >= 0);
    }

    /// <summary>Compares a canonical path with the template, character by character.</summary>
    /// <param name="path">The path, without a query.</param>
    /// <param name="values">The variables' values in the template's order, where the match is exact.</param>
    public RouteMatch Match(ReadOnlySpan<char> path, out string[] values)
    {
        values = [];
        var verbAt = _hasVerbs ? path.IndexOf(':') : -1;
        var verb = verbAt < 0 ? default : path[(verbAt + 1)..];
        var plain = verbAt < 0 ? path[1..] : path[1..verbAt];
        if (verb.IsEmpty != (verbAt < 0) || !verb.Equals(Verb, StringComparison.OrdinalIgnoreCase) || plain.Count('/') + 1 != Segments.Count)
        {
            return RouteMatch.None;
        }

        var isExact = verb.SequenceEqual(Verb);
        var found = new string[_variables];
        var match = MatchSegments(plain, found);
        if (match == RouteMatch.Exact && isExact)
        {
            values = found;
            return RouteMatch.Exact;
        }

        return match == RouteMatch.None ? RouteMatch.None : RouteMatch.OtherSpelling;
    }

    private RouteMatch MatchSegments(ReadOnlySpan<char> path, string[] values)
    {
        var isExact = true;
        var segment = 0;
        var variable = 0;
        foreach (var range in path.Split('/'))
        {
            var text = path[range];
            var expected = Segments[segment++];
            if (IsVariable(expected))
            {
                values[variable++] = text.ToString();
            }
            else if (!text.Equals(expected, StringComparison.OrdinalIgnoreCase))
            {
                return RouteMatch.None;
            }
            else
            {
                isExact &= text.SequenceEqual(expected);
            }
        }

        return isExact ? RouteMatch.Exact : RouteMatch.OtherSpelling;
    }

    /// <summary>Whether a segment of a template is a variable.</summary>
    public static bool IsVariable(string segment) =>
        segment.Length > 2 && segment[0] == '{' && segment[^1] == '}' && !segment.AsSpan(1, segment.Length - 2).ContainsAny('{', '}', '=');
}
