namespace Gateway.Hosting.Revisions;

/// <summary>A revision in use.</summary>
/// <param name="Revision">The policies.</param>
/// <param name="ActivatedAt">Since when; the <c>rat</c> of grants.</param>
public sealed record ActiveRevision(Revision Revision, DateTimeOffset ActivatedAt)
{
    /// <value>The revision's name.</value>
    public string Digest => Revision.Digest;
}
