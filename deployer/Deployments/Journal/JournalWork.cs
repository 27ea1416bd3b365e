namespace Deployer.Deployments.Journal;

/// <summary>One caller's work in the writer's queue.</summary>
internal abstract class JournalWork
{
    /// <summary>Does the work; its outcome is kept until the commit.</summary>
    public abstract void Do(JournalTransaction transaction);

    /// <summary>Tells the caller that it is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing is known to be durable.</summary>
    public abstract void Fail(Exception reason);
}
