namespace Deployer.Errors;

/// <summary>An artifact's source does not answer now. The message is shown to callers: it names no secret and no path.</summary>
internal sealed class SourceUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
