using System.CommandLine;
using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gateway.Contract.Audit;

namespace Gatectl.Audit;

/// <summary>
/// <c>gatectl audit archive</c>: moves the oldest closed segments of a log to another place, also while its program runs. Their leaf hashes
/// stay, so that the log is proven and goes on as before.
/// </summary>
internal static class AuditArchiveCommand
{
    private const int MaxKept = 100_000;

    private static readonly Option<string> To = new("--to") { Description = "The directory of the archive, made where it is not there.", HelpName = "DIR", Required = true };
    private static readonly Option<int> Keep = IntegerOption.Create("--keep", "N", "How many of the newest closed segments stay.", 1, 0, MaxKept);

    public static Command Create(ProcessEnvironment environment) =>
        new Command("archive", "Move the oldest closed segments of a log to an archive; their hashes stay.")
            .With(AuditLocator.Logs, AuditLocator.Keys, To, Keep)
            .Runs(environment, (context, cancellationToken) => Task.FromResult(Run(context, cancellationToken)));

    private static int Run(CommandContext context, CancellationToken cancellationToken)
    {
        var locations = AuditLocator.Locate(context);
        if (locations.Count != 1)
        {
            throw CommandFailure.Usage($"one log at a time is archived; name one of them with --log: {string.Join(", ", locations.Select(location => location.Directory))}.");
        }

        var log = locations[0].Directory;
        var moved = new JsonArray();
        try
        {
            var key = locations[0].ReadKey();
            var sealedSize = Checkpoint.Open(File.ReadAllBytes(Path.Combine(log, LogLayout.CheckpointFile)), key).Size;
            var archive = LogArchive.OpenOrBegin(context.FullPath(context.Value(To)!), key.Name);
            var move = new SegmentMove(log, archive);
            foreach (var (segment, end) in Closed(log, archive, sealedSize).SkipLast(context.Value(Keep)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                move.Run(segment, end);
                context.Output.Line($"moved: {Path.GetFileName(segment.Path)}, records {segment.FirstSequence} to {end - 1}");
                moved.Add(new JsonObject { ["first"] = segment.FirstSequence, ["records"] = end - segment.FirstSequence });
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw CommandFailure.Failed($"the log in {log} cannot be archived: {exception.Message}", exception);
        }

        if (moved.Count == 0)
        {
            context.Output.Line("there is no closed segment to move.");
        }

        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject { ["moved"] = moved });
        }

        return ExitCode.Done;
    }

    // What is under a checkpoint, and has a segment behind it, here or, where a move was interrupted, already there.
    private static IEnumerable<(LogSegment Segment, long End)> Closed(string log, LogArchive archive, long sealedSize)
    {
        var all = LogLayout.FindSegments(log, [archive.Directory]);
        return all.Zip(all.Skip(1), (segment, next) => (Segment: segment, End: next.FirstSequence))
            .Where(entry => entry.End <= sealedSize && Path.GetDirectoryName(entry.Segment.Path) == log);
    }
}
