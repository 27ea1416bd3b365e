namespace Deployer.Targets;

/// <summary>What a target needs a credential for. Each purpose has a credential of its own; who may plan must not be able to change.</summary>
[Flags]
internal enum CredentialPurposes
{
    /// <summary>For nothing.</summary>
    None = 0,

    /// <summary>To plan and to observe.</summary>
    Observe = 1,

    /// <summary>To apply and to revert.</summary>
    Apply = 2,
}
