namespace Gatekeeper.Policy;

/// <summary>A set of policies can't be used.</summary>
internal sealed class PolicySetException : Exception
{
    public PolicySetException(string message)
        : base(message)
    {
    }

    public PolicySetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
