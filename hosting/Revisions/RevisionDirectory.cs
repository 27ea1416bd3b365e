using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions.Directories;

namespace Gateway.Hosting.Revisions;

/// <summary>
/// Takes the directory of policies as a whole: what is read stood there together, and nothing had changed for the quiet period before.
/// Not thread-safe.
/// </summary>
internal sealed class RevisionDirectory(RevisionSettings settings, TimeProvider time)
{
    // How long a directory may go on changing until that is told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // How often it is looked whether a fault of owners and modes is mended; that takes a look at every file.
    private static readonly TimeSpan JudgeInterval = TimeSpan.FromSeconds(2);

    private string _readStamp = "";
    private string _pendingStamp = "";
    private long _pendingSince;
    private long _readAt;
    private long? _restlessSince;
    private bool _isRestlessTold;
    private TimeSpan _pause;
    private string? _ownersFault;
    private long _judgedAt;

    /// <summary>Looks, and reads where there may be something new.</summary>
    /// <returns>What stands there; null where there is nothing new, or it is not quiet yet.</returns>
    /// <exception cref="RevisionRefusedException">Something there cannot be part of a revision, or the directory never rests.</exception>
    public RevisionContent? TryRead()
    {
        var scan = DirectoryScanner.Scan(settings.Directory);
        if (scan.Stamp == _readStamp && time.GetElapsedTime(_readAt) < settings.CompareInterval && !IsJudgedOtherwise())
        {
            _restlessSince = null;
            return null;
        }

        if (scan.Stamp == _pendingStamp && time.GetElapsedTime(_pendingSince) < _pause)
        {
            return null;
        }

        if (!IsQuiet(scan))
        {
            RequirePatience();
            return null;
        }

        // What is refused here is not read again before it changes; what changed while it was read, after another quiet period.
        (_readStamp, _pendingStamp, _readAt) = (scan.Stamp, scan.Stamp, time.GetTimestamp());
        if (DirectorySnapshot.TryRead(settings.Directory, scan) is { } files)
        {
            (_restlessSince, _isRestlessTold) = (null, false);
            RequireOwners();
            return new RevisionContent(files);
        }

        (_readStamp, _pendingStamp) = ("", "changed while it was read");
        RequirePatience();
        return null;
    }

    /// <summary>Whether something else stands there than what was read last.</summary>
    public bool HasChanged() => DirectoryScanner.Scan(settings.Directory).Stamp != _readStamp;

    /// <summary>Forgets what was read, so that it is read again after another quiet period, or after <paramref name="pause"/> where that is longer.</summary>
    public void Forget(TimeSpan pause) =>
        (_readStamp, _pendingSince, _pause) = ("", time.GetTimestamp(), pause);

    // Whoever sees no change for the period has seen none in between: every change leaves another stamp. At the first look the times of
    // the changes tell, where the clock that wrote them can be believed.
    private bool IsQuiet(DirectoryScan scan)
    {
        if (scan.Stamp == _readStamp)
        {
            return true;
        }

        if (scan.Stamp == _pendingStamp)
        {
            return time.GetElapsedTime(_pendingSince) >= settings.QuietPeriod;
        }

        var isFirst = _pendingStamp.Length == 0;
        (_pendingStamp, _pendingSince, _pause) = (scan.Stamp, time.GetTimestamp(), TimeSpan.Zero);
        return isFirst && scan.Faults.Count == 0 && time.GetUtcNow() - scan.NewestChange >= settings.QuietPeriod;
    }

    // Whoever can write there decides; and what was so at the start need not stay so.
    private void RequireOwners()
    {
        Judge();
        if (_ownersFault is { } fault)
        {
            throw new RevisionRefusedException([fault]);
        }
    }

    // What mends such a fault may lie where no scan looks: a directory on the way, a file that is no part of the policies.
    private bool IsJudgedOtherwise()
    {
        if (_ownersFault is not { } known || time.GetElapsedTime(_judgedAt) < JudgeInterval)
        {
            return false;
        }

        Judge();
        return _ownersFault != known;
    }

    private void Judge() => (_ownersFault, _judgedAt) = (settings.Judge.FindFault(settings.Directory, PathKind.Tree), time.GetTimestamp());

    private void RequirePatience()
    {
        _restlessSince ??= time.GetTimestamp();
        if (!_isRestlessTold && time.GetElapsedTime(_restlessSince.Value) >= Patience)
        {
            _isRestlessTold = true;
            throw new RevisionRefusedException([$"the files of the policies have not been quiet for {settings.QuietPeriod.TotalSeconds:0.###} s since {Patience.TotalSeconds} s"]);
        }
    }
}
