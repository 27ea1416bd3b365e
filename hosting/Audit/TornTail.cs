namespace Gateway.Hosting.Audit;

/// <summary>The incomplete end of a log, as a crash leaves it: kept in a file of its own and recorded.</summary>
/// <param name="File">The name of the file that holds it now.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its digest in lower-case hexadecimal.</param>
internal sealed record TornTail(string File, long Bytes, string Sha256);
