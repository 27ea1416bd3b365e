namespace Gateway.Contract.Grants;

/// <summary>The two strengths of a grant. Which one a call needs follows from its action, never from the grant's header.</summary>
public enum GrantAlgorithm
{
    /// <summary>ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4): calls that change something.</summary>
    Es256,

    /// <summary>HMAC with SHA-256 (RFC 7518, section 3.2) under a session key: calls that read.</summary>
    Hs256,
}
