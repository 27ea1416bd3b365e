namespace Deployer.Deployments.Steps;

/// <summary>What follows a push of which not every host is done.</summary>
internal enum PushAftermath
{
    /// <summary>Nobody knows what is current there: it fails, and says so.</summary>
    FailUnknown,

    /// <summary>The target is as it was: it fails.</summary>
    Fail,

    /// <summary>The release is current somewhere: what was there before is put back.</summary>
    RollBack,

    /// <summary>The release is current everywhere, only the answer was lost: the next step is taken.</summary>
    GoOn,
}
