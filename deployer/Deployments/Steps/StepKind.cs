namespace Deployer.Deployments.Steps;

/// <summary>What is to be done next.</summary>
internal enum StepKind
{
    /// <summary>Nothing: it is over, or waits.</summary>
    None,

    /// <summary>Bring the artifact.</summary>
    Fetch,

    /// <summary>Ask whether it is fit.</summary>
    Verify,

    /// <summary>Say what it would change.</summary>
    Review,

    /// <summary>Put it on the target.</summary>
    Push,

    /// <summary>Ask whether it is well.</summary>
    CheckHealth,

    /// <summary>Stop the push, and put the target back.</summary>
    Abort,

    /// <summary>Put the target back.</summary>
    RollBack,
}
