namespace Deployer.Targets;

/// <summary>What is current on one host of a target.</summary>
internal sealed record HostState
{
    private HostState(string host, bool isKnown, string release, string detail)
    {
        Host = host;
        IsKnown = isKnown;
        Release = release;
        Detail = detail;
    }

    /// <value>The host as the target names it.</value>
    public string Host { get; }

    /// <value>Whether it could be seen.</value>
    public bool IsKnown { get; }

    /// <value>The current release; empty where there is none, or none is known.</value>
    public string Release { get; }

    /// <value>Why it is not known, for the operator; otherwise empty.</value>
    public string Detail { get; }

    /// <summary>A host that was seen; without a release: none is current there.</summary>
    public static HostState At(string host, string? release) => new(host, isKnown: true, release ?? "", "");

    /// <summary>A host that could not be seen, or holds what this program does not make.</summary>
    public static HostState Unknown(string host, string detail) => new(host, isKnown: false, "", detail);
}
