namespace Gateway.Hosting.Revisions;

/// <summary>Says which policies a program uses.</summary>
public interface IRevisionStatus
{
    /// <value>The state of this moment.</value>
    RevisionStatus Status { get; }
}
