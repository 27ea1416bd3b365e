namespace Deployer.Targets;

/// <summary>An act on a target may have taken effect or not. The message is shown to callers: it names no secret and no path.</summary>
internal sealed class OutcomeUnknownException(string detail) : Exception($"It is not known whether the target was changed. {detail}".TrimEnd());
