namespace Gatekeeper.Seam;

/// <summary>Paths that the gatekeeper answers itself, under no policy.</summary>
internal enum LocalEndpoint
{
    /// <summary>Not one of them.</summary>
    None,

    /// <summary>Health: for anyone.</summary>
    Open,

    /// <summary>Server reflection: for callers with a valid token.</summary>
    Authenticated,
}
