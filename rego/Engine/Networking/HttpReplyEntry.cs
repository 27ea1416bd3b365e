namespace Rego.Networking;

/// <summary>An answer that is kept, and until when it counts without asking again.</summary>
internal sealed record HttpReplyEntry(HttpReply Reply, DateTimeOffset Expires);
