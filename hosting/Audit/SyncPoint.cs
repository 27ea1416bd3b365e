namespace Gateway.Hosting.Audit;

/// <summary>The log as it was at one moment: what a sync covers, and what a checkpoint states once the sync succeeded.</summary>
/// <param name="Segment">The file to sync; everything in earlier segments is synced already.</param>
/// <param name="Length">Its length.</param>
/// <param name="Size">The number of records.</param>
/// <param name="Root">Their root.</param>
internal sealed record SyncPoint(AppendFile Segment, long Length, long Size, byte[] Root);
