using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Background;

/// <summary>What ends a program's start is told to the operator in a line, and without the frames of where it was noticed.</summary>
public static class StartFailure
{
    /// <summary>What is told of a start that cannot succeed; null of what nobody foresaw, whose frames are needed.</summary>
    public static string? Describe(Exception failure) => failure switch
    {
        ConfigurationException => failure.Message,
        IOException or UnauthorizedAccessException => $"A file that this program needs cannot be used: {failure.Message}",
        _ => null,
    };
}
