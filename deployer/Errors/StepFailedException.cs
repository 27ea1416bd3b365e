namespace Deployer.Errors;

/// <summary>A step cannot be carried out, now or later. The message is shown to callers: it names no secret and no path.</summary>
internal class StepFailedException(string message, Exception? inner = null) : Exception(message, inner);
