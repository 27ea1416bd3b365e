namespace Gatekeeper.Grants;

/// <summary>No grant can be issued for a reading call: the deployer has not taken a session key yet.</summary>
internal sealed class GrantUnavailableException : Exception
{
    public GrantUnavailableException()
        : base("The deployer has not taken a session key yet.")
    {
    }
}
