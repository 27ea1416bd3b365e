namespace Gateway.Hosting.Revisions.Archive;

/// <summary>Which revision a program took into use last, and when: after a restart with the same files it is no newer than before.</summary>
/// <param name="Revision"><c>sha256:</c> and the digest of the files.</param>
/// <param name="Serial">The serial of its manifest, where it gives one.</param>
/// <param name="Time">Since when it is in use.</param>
/// <param name="Engine">The build of the engine that compiled it and ran its tests; the same one need not run them once more.</param>
internal sealed record Activation(string Revision, long? Serial, DateTimeOffset Time, string Engine = "");
