namespace Rego.Networking;

/// <summary>A host and a port that policies may reach. There are no wildcards.</summary>
/// <param name="Host">A DNS name, or an IP address (IPv6 without brackets); letters' case does not count.</param>
/// <param name="Port">The TCP port.</param>
public sealed record NetworkDestination(string Host, int Port);
