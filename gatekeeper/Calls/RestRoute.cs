namespace Gatekeeper.Calls;

/// <summary>
/// A path template of <c>google.api.http</c>: literal segments and variables that each fill one whole segment, the last one
/// optionally followed by <c>:verb</c>.
/// </summary>
internal sealed class RestRoute
{
    private RestRoute(string httpMethod, string template, string[] segments, string verb, bool hasBody)
    {
        HttpMethod = httpMethod;
        Template = template;
        Segments = segments;
        Verb = verb;
        HasBody = hasBody;
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
    /// <exception cref="FormatException">The template uses a form that the door does not offer.</exception>
    public static RestRoute Parse(string httpMethod, string template, bool hasBody)
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

        return new RestRoute(httpMethod, template, segments, verb, hasBody);
    }

    /// <summary>Whether a segment of a template is a variable.</summary>
    public static bool IsVariable(string segment) =>
        segment.Length > 2 && segment[0] == '{' && segment[^1] == '}' && !segment.AsSpan(1, segment.Length - 2).ContainsAny('{', '}', '=');
}
