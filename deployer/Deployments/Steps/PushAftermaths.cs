using Deployer.Facts;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Says from what is seen at the target what follows a push that did not end as it should. Pure.</summary>
internal static class PushAftermaths
{
    /// <summary>What follows. The target is asked, not remembered: only a switch that really happened is rolled back.</summary>
    /// <param name="push">The push, its intent recorded.</param>
    /// <param name="state">What the target shows.</param>
    /// <param name="isOutcomeUnknown">Whether the push may have succeeded; false where the target, or the time, says that it has not.</param>
    public static PushAftermath Of(PushStarted push, TargetState state, bool isOutcomeUnknown)
    {
        if (isOutcomeUnknown && state.IsEverywhere(push.Release))
        {
            return PushAftermath.GoOn;
        }

        if (push.Previous != push.Release && state.IsAnywhere(push.Release))
        {
            return PushAftermath.RollBack;
        }

        return state.IsKnown ? PushAftermath.Fail : PushAftermath.FailUnknown;
    }
}
