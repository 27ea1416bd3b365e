using Deployer.Errors;

namespace Deployer.Artifacts.Archives;

/// <summary>The archive is malformed, or holds what is not allowed. The message quotes no name from the archive.</summary>
internal sealed class UnsafeArchiveException(string message, Exception? inner = null) : StepFailedException(message, inner);
