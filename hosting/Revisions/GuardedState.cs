using Gateway.Hosting.Audit;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions.Archive;
using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Revisions;

/// <summary>What both programs keep in their state directory, or beside it, and guard: the audit log with its key, and the revisions.</summary>
public static class GuardedState
{
    /// <summary>The files and directories.</summary>
    /// <param name="section">The program's section.</param>
    /// <param name="stateDirectory">The state directory.</param>
    /// <param name="audit">Where the audit log and its key are, if not in there.</param>
    public static GuardedFile[] Of(string section, string stateDirectory, AuditOptions audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return
        [
            new($"{section}:StateDirectory", AuditKeys.DirectoryIn(stateDirectory), PathKind.OwnDirectory) { IsDerived = true },
            new($"{section}:StateDirectory", Path.Combine(stateDirectory, RevisionArchive.DirectoryName), PathKind.OwnDirectory) { IsDerived = true },
            new($"{section}:Audit:SigningKeyFile", AuditKeys.PathOf(audit, stateDirectory), PathKind.Secret) { IsDerived = audit.SigningKeyFile.Length == 0 },
            new($"{section}:Audit:Directory", audit.DirectoryIn(stateDirectory), audit.Directory.Length > 0 ? PathKind.Directory : PathKind.OwnDirectory) { IsDerived = audit.Directory.Length == 0 },
        ];
    }
}
