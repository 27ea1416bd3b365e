namespace Deployer.Deployments.Journal;

/// <summary>A deployment as the journal has it: its history, or what is wrong with that.</summary>
internal sealed class JournalEntry
{
    private readonly DeploymentHistory? _history;

    /// <summary>One that can be read.</summary>
    public JournalEntry(long seq, DeploymentHistory history) => (Seq, _history) = (seq, history);

    /// <summary>One that cannot.</summary>
    public JournalEntry(long seq, DamagedDeployment damage) => (Seq, Damage) = (seq, damage);

    /// <value>Its place in the order of all.</value>
    public long Seq { get; }

    /// <value>What is wrong with it; null where nothing is.</value>
    public DamagedDeployment? Damage { get; }

    /// <value>Its history.</value>
    /// <exception cref="DamagedDeploymentException">It is damaged.</exception>
    public DeploymentHistory History => _history ?? throw new DamagedDeploymentException(Damage!);
}
