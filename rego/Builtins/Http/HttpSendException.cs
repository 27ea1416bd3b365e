namespace Rego.Builtins.Http;

/// <summary>A request has no answer.</summary>
internal sealed class HttpSendException(string problem) : Exception(problem)
{
    /// <summary>Whether the network is to blame, and not the request itself.</summary>
    internal bool IsNetwork { get; init; }

    /// <summary>What is told where the failure is raised; some failures are told in other words in an answer.</summary>
    internal string Raised { get => field ?? Message; init; }
}
