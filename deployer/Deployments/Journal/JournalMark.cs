namespace Deployer.Deployments.Journal;

/// <summary>How far the journal had come: what the file itself says of it, and what the mark outside of it says.</summary>
/// <param name="Id">Of this journal, made with it; one that is restored or begun anew has another.</param>
/// <param name="Commits">How many transactions have become durable.</param>
/// <param name="Time">When the last of them did, in milliseconds since the Unix epoch.</param>
internal sealed record JournalMark(string Id, long Commits, long Time)
{
    /// <summary>Its time in words.</summary>
    public string Describe() => $"{Commits} commits, the last of {DateTimeOffset.FromUnixTimeMilliseconds(Time):u}";
}
