namespace Gatectl.CommandLine;

/// <summary>How a command writes its result.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON document on standard output, the error included; a watch writes one a line.</summary>
    Json,
}
