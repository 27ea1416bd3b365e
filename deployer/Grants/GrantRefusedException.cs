using Deploy.V1;

namespace Deployer.Grants;

/// <summary>A call's grant does not hold. The text is for the log only.</summary>
internal sealed class GrantRefusedException(ErrorReason reason, string detail) : Exception(detail)
{
    /// <value>What the outside is told. Details finer than this would help only who forges.</value>
    public ErrorReason Reason { get; } = reason;
}
