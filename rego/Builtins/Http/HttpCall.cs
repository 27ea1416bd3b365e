using Rego.Values;

namespace Rego.Builtins.Http;

/// <summary>A request to send, read from the object that a policy gives.</summary>
internal sealed class HttpCall
{
    internal required string Method { get; init; }

    internal required Uri Url { get; init; }

    /// <summary>Headers by their canonical names.</summary>
    internal IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal byte[] Body { get; init; } = [];

    internal bool FollowsRedirects { get; init; }

    /// <summary>How long one attempt may take.</summary>
    internal TimeSpan Timeout { get; init; }

    internal int Retries { get; init; }

    internal required TlsSettings Tls { get; init; }

    /// <summary>How messages begin that are about the call.</summary>
    internal string Subject => $"{Method[..Math.Min(1, Method.Length)]}{Method[Math.Min(1, Method.Length)..].ToLowerInvariant()} {GoText.Quote(Url.OriginalString)}";

    /// <summary>This call, to another place and perhaps in another way.</summary>
    internal HttpCall To(Uri url, string method, byte[] body, IReadOnlyDictionary<string, string> headers) => new()
    {
        Method = method,
        Url = url,
        Headers = headers,
        Body = body,
        FollowsRedirects = FollowsRedirects,
        Timeout = Timeout,
        Retries = Retries,
        Tls = Tls,
    };

    internal HttpSendException NetworkProblem(string problem) => new($"{Subject}: {problem}") { IsNetwork = true };
}
