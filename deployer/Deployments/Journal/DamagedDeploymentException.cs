namespace Deployer.Deployments.Journal;

/// <summary>The record of one deployment cannot be read, whatever is well with the others: asking again does not help.</summary>
internal sealed class DamagedDeploymentException(DamagedDeployment damaged, Exception? inner = null) : JournalUnavailableException(damaged.Describe(), inner)
{
    /// <value>What is known of it all the same.</value>
    public DamagedDeployment Damaged => damaged;
}
