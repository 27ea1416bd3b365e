namespace Gatekeeper.Identity;

/// <summary>An issuer's keys could not be fetched.</summary>
internal sealed class KeyFetchException : Exception
{
    public KeyFetchException(string message)
        : base(message)
    {
    }

    public KeyFetchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
