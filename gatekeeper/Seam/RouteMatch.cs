namespace Gatekeeper.Seam;

/// <summary>How well a path fits a route.</summary>
internal enum RouteMatch
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Only if letter case did not matter: another spelling of a path of ours.</summary>
    OtherSpelling,

    /// <summary>Byte for byte.</summary>
    Exact,
}
