using Rego.Values;

namespace Rego.Builtins.Tokens;

/// <summary>The parameters of a token's header that matter for verifying it.</summary>
internal sealed record TokenHeader(string Algorithm, string KeyId, string ContentType, bool IsValid)
{
    private static readonly string[] Known = ["alg", "kid", "typ", "cty", "crit"];

    /// <exception cref="TokenException">A parameter is of the wrong type.</exception>
    internal static TokenHeader From(RegoObject header)
    {
        var critical = CriticalOf(header);
        var algorithm = StringOf(header, "alg");
        StringOf(header, "typ");

        // "alg" must be there (RFC 7515, 4.1.1), and no critical parameter may be unknown (4.1.11).
        var understood = !header.Any(member => member.Key is RegoString { Value: var name } && !Known.Contains(name) && critical.Contains(name));
        return new TokenHeader(algorithm, StringOf(header, "kid"), StringOf(header, "cty"), algorithm.Length > 0 && understood);
    }

    private static string StringOf(RegoObject header, string name) =>
        !header.TryGetValue(name, out var value) ? string.Empty : (value as RegoString)?.Value ?? throw new TokenException($"{name}: must be a string");

    private static HashSet<string> CriticalOf(RegoObject header)
    {
        if (!header.TryGetValue("crit", out var value))
        {
            return [];
        }

        var names = value as RegoArray ?? throw new TokenException("crit: must be a list");
        var critical = names.TakeWhile(name => name is RegoString).Select(name => ((RegoString)name).Value).ToHashSet();
        return critical.Count > 0 ? critical : throw new TokenException("crit: must be a nonempty list");
    }
}
