namespace Gatectl.Policies;

/// <summary>A policy command cannot do its work; the message says why in OPA's words, which stand on standard error by themselves.</summary>
internal sealed class PolicyFailureException(string message, Exception? cause = null) : Exception(message, cause);
