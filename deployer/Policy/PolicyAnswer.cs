namespace Deployer.Policy;

/// <summary>What a policy answered. Anything but an explicit yes is a no.</summary>
/// <param name="IsAllowed">Whether <c>allow</c> was exactly <c>true</c>.</param>
/// <param name="Reasons">Why not, in the policy's words.</param>
/// <param name="Revision">The revision of the policies that answered.</param>
internal sealed record PolicyAnswer(bool IsAllowed, IReadOnlyList<string> Reasons, string Revision)
{
    /// <value>Whether it is a no for want of an answer: an error, a time-out, or a value that says neither yes nor no.</value>
    public bool IsUndecided { get; init; }
}
