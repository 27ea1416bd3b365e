using Deployer.Deployments.Journal;

namespace Deployer.Deployments;

/// <summary>Where a rollback goes, or why that is not known.</summary>
/// <param name="Success">The success; null where there is none.</param>
/// <param name="Refusal">What kind of no it is.</param>
/// <param name="Problem">Why not, in words for the caller; otherwise empty.</param>
internal sealed record RollbackGoal(Success? Success, CallRefusal Refusal, string Problem)
{
    /// <summary>A goal.</summary>
    public static RollbackGoal To(Success success) => new(success, CallRefusal.None, "");

    /// <summary>There is nothing to go back to.</summary>
    public static RollbackGoal Missing(string problem) => new(null, CallRefusal.NotFound, problem);

    /// <summary>It is not clear where to go back to, or not now.</summary>
    public static RollbackGoal Unclear(string problem) => new(null, CallRefusal.WrongState, problem);
}
