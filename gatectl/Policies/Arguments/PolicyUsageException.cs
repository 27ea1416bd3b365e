namespace Gatectl.Policies.Arguments;

/// <summary>A command line of the policy commands is wrong; the message says so in OPA's words.</summary>
internal sealed class PolicyUsageException(string message) : Exception(message);
