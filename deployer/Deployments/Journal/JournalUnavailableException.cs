namespace Deployer.Deployments.Journal;

/// <summary>The journal cannot be written or read now. Whether the last write took effect is unknown; look before doing it again.</summary>
internal class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
