namespace Gatectl.CommandLine;

/// <summary>A failure that is told to the caller in words, with the exit code that it ends in.</summary>
internal sealed class CommandFailure(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;

    /// <value>The stable upper-case reason, for example <c>POLICY_DENIED</c>; <c>null</c> where the failure is this program's own.</value>
    public string? Reason { get; init; }

    /// <value>What the caller can change: a policy's reasons, or the fields that were refused.</value>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <value>What the caller can do about it; <c>null</c> where the message says it all.</value>
    public string? Advice { get; init; }

    public string? DecisionId { get; init; }

    /// <summary>The same failure with what can be done about it, in place of what was said of that before.</summary>
    public CommandFailure WithAdvice(string advice) =>
        new(ExitCode, Message, this) { Reason = Reason, Details = Details, Advice = advice, DecisionId = DecisionId };

    /// <summary>The same failure in clearer words; its own become the first detail.</summary>
    public CommandFailure Restated(string message, string advice) =>
        new(ExitCode, message, this) { Reason = Reason, Details = [Message, .. Details], Advice = advice, DecisionId = DecisionId };

    public static CommandFailure Usage(string message) => new(CommandLine.ExitCode.Usage, message);

    public static CommandFailure Failed(string message, Exception? cause = null) => new(CommandLine.ExitCode.Failed, message, cause);
}
