using Gateway.Hosting.Revisions.Folder;

namespace Gateway.Hosting.Revisions;

/// <summary>Loads a directory of policies as the two programs do, to be told before they are.</summary>
public static class RevisionCheck
{
    // Whoever asks has just written the files, and need not wait for quiet; only a moment in which all of them stood there is needed.
    private const int MaxTries = 5;

    /// <summary>Checks a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="cancellationToken">Ends the run of its tests.</param>
    public static RevisionVerdict Check(string directory, CancellationToken cancellationToken = default) => Check(directory, runsTests: true, cancellationToken);

    /// <summary>Checks a directory whose tests have just run.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="cancellationToken">Ends the search for faults.</param>
    public static RevisionVerdict CheckWithoutTests(string directory, CancellationToken cancellationToken = default) =>
        Check(directory, runsTests: false, cancellationToken);

    private static RevisionVerdict Check(string directory, bool runsTests, CancellationToken cancellationToken)
    {
        string? revision = null;
        try
        {
            var content = Read(directory);
            revision = content.Digest;
            RevisionCompiler.Compile(content, runsTests, cancellationToken);
            return new RevisionVerdict(revision, []);
        }
        catch (RevisionRefusedException e)
        {
            return new RevisionVerdict(revision, e.Faults);
        }
    }

    private static RevisionContent Read(string directory)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (FolderSnapshot.TryRead(directory, FolderScanner.Scan(directory)) is { } files)
            {
                return new RevisionContent(files);
            }
        }

        throw new RevisionRefusedException(["the files of the policies change while they are read"], isPassing: true);
    }
}
