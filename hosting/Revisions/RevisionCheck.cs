using Gateway.Hosting.Revisions.Data;
using Gateway.Hosting.Revisions.Directories;
using Rego.Loading;

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

    /// <summary>What may not stand where it does, by the names of the files and the packages of the rules alone: the cause of much else that is wrong.</summary>
    /// <param name="directory">The directory.</param>
    public static IReadOnlyList<string> FindMisplaced(string directory)
    {
        try
        {
            return RevisionCompiler.FindMisplaced(Read(directory).Files);
        }
        catch (RevisionRefusedException e)
        {
            return e.Faults;
        }
    }

    /// <summary>What would be wrong with a directory, tests aside, if files in it were added or replaced, and is not wrong already.</summary>
    /// <param name="directory">The directory, which stays as it is.</param>
    /// <param name="files">The files, by their paths in it.</param>
    /// <param name="cancellationToken">Ends the search for faults.</param>
    public static IReadOnlyList<string> FindFaultsOf(string directory, IReadOnlyList<PolicyFile> files, CancellationToken cancellationToken = default)
    {
        RevisionContent before;
        try
        {
            before = Read(directory);
        }
        catch (RevisionRefusedException)
        {
            // Nothing in it can be checked, with these files or without.
            return [];
        }

        var others = before.Files.Where(file => files.All(added => added.Path != file.Path));
        var after = new RevisionContent([.. others.Concat(files).OrderBy(file => file.Path, StringComparer.Ordinal)]);
        var found = Check(after, runsTests: false, cancellationToken).Faults;
        return found.Count == 0 ? [] : NewFaults.Among(found, Check(before, runsTests: false, cancellationToken).Faults, [.. files.Select(file => file.Path)]);
    }

    private static RevisionVerdict Check(string directory, bool runsTests, CancellationToken cancellationToken)
    {
        try
        {
            return Check(Read(directory), runsTests, cancellationToken);
        }
        catch (RevisionRefusedException e)
        {
            return new RevisionVerdict(null, e.Faults);
        }
    }

    private static RevisionVerdict Check(RevisionContent content, bool runsTests, CancellationToken cancellationToken)
    {
        try
        {
            RevisionCompiler.Compile(content, runsTests, cancellationToken);
            return new RevisionVerdict(content.Digest, []);
        }
        catch (RevisionRefusedException e)
        {
            return new RevisionVerdict(content.Digest, e.Faults);
        }
    }

    private static RevisionContent Read(string directory)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (DirectorySnapshot.TryRead(directory, DirectoryScanner.Scan(directory)) is { } files)
            {
                return new RevisionContent(files);
            }
        }

        throw new RevisionRefusedException(["the files of the policies change while they are read"], isPassing: true);
    }
}
