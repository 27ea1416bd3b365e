namespace Gateway.Hosting.Revisions.Directories;

/// <summary>What a directory of policies looked like at one moment, without a file being opened.</summary>
/// <param name="Files">The files of a revision, sorted by path.</param>
/// <param name="Faults">What may not stand there, or could not be looked at.</param>
/// <param name="Stamp">Differs whenever an entry was added, removed, renamed, replaced, written to or given other rights.</param>
/// <param name="NewestChange">When the youngest of these changes happened, by the system's clock.</param>
internal sealed record DirectoryScan(IReadOnlyList<ScannedFile> Files, IReadOnlyList<string> Faults, string Stamp, DateTimeOffset NewestChange);
