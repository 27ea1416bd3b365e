using Deployer.Deployments.Journal;
using Deployer.Facts;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>Says where a rollback goes.</summary>
internal static class Rollbacks
{
    /// <summary>How far back in a lane's successes a goal is looked for.</summary>
    public const int MaxDepth = 100;

    private const int MaxChoices = 5;

    /// <summary>
    /// The success that a rollback without a named goal goes to: the nearest below the current one with another digest, so that a second rollback
    /// goes one further back; or the current one itself, where the last push may have left something else at the target.
    /// </summary>
    /// <param name="stack">The lane's successes that stand, the current one first.</param>
    /// <param name="lastPush">The deployment that was pushed last in the lane; null where none was.</param>
    /// <param name="isRollbackOpen">Whether another rollback of the lane is open.</param>
    public static RollbackGoal Find(IReadOnlyList<Success> stack, DeploymentSnapshot? lastPush, bool isRollbackOpen)
    {
        if (stack.Count == 0)
        {
            return RollbackGoal.Missing("Nothing has succeeded there that could be rolled back to.");
        }

        if (isRollbackOpen)
        {
            return RollbackGoal.Unclear($"Another rollback is open. {Choices(stack)}");
        }

        if (lastPush is { IsFinal: false })
        {
            return RollbackGoal.Unclear($"{lastPush.Request.Version} ({lastPush.Id}) is being pushed; cancel it with abort. {Choices(stack)}");
        }

        if (lastPush is { State: not State.Succeeded })
        {
            return AfterNoSuccess(stack, lastPush);
        }

        return stack.FirstOrDefault(success => success.Digest != stack[0].Digest) is { } earlier
            ? RollbackGoal.To(earlier)
            : RollbackGoal.Missing($"There is no earlier success than {stack[0].Version}, which is current.");
    }

    // As it was before that push is not always as the current success had left it: another push may have failed between them.
    private static RollbackGoal AfterNoSuccess(IReadOnlyList<Success> stack, DeploymentSnapshot lastPush)
    {
        var push = $"{lastPush.Request.Version} ({lastPush.Id})";
        if (lastPush.IsTargetUnchanged && lastPush.Push!.Previous == stack[0].Release)
        {
            return RollbackGoal.Unclear($"The last push, of {push}, has not changed the target, or was undone already: {stack[0].Version} is current. {Choices(stack.Skip(1))}");
        }

        return lastPush.State == State.RolledBack
            ? RollbackGoal.Unclear($"The last push, of {push}, was undone already, and what is current now has not succeeded here. {Choices(stack)}")
            : RollbackGoal.To(stack[0]);
    }

    private static string Choices(IEnumerable<Success> stack)
    {
        List<string> choices = [.. stack.Take(MaxChoices).Select(success => $"{success.Version} ({success.Deployment})")];
        return choices.Count == 0 ? "There is no earlier success to name." : $"Name what to go back to by deployment_id: {string.Join(", ", choices)}.";
    }
}
