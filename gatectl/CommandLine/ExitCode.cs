namespace Gatectl.CommandLine;

/// <summary>The exit codes that scripts may rely on.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>What was asked for was tried, and failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line, or the request that it makes, is not well-formed.</summary>
    public const int Usage = 2;

    /// <summary>A policy denied the call.</summary>
    public const int Denied = 3;

    /// <summary>The gate does not know who is calling.</summary>
    public const int Unauthenticated = 4;

    /// <summary>The gate, or something that it needs, cannot be reached now.</summary>
    public const int Unavailable = 5;
}
