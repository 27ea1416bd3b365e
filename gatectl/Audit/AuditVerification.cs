using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Gateway.Contract.Audit;

namespace Gatectl.Audit;

/// <summary>What the verification of one or more logs came to, for people and for programs.</summary>
internal sealed class AuditVerification
{
    private readonly IReadOnlyList<(AuditLogLocation Location, LogVerification Result)> _results;
    private readonly ExecutionMatching? _matching;
    private readonly bool _lacksArchive;

    private AuditVerification(IReadOnlyList<(AuditLogLocation Location, LogVerification Result)> results, ExecutionMatching? matching, bool lacksArchive) =>
        (_results, _matching, _lacksArchive) = (results, matching, lacksArchive);

    /// <value>Whether no log was tampered with. A torn end is what a crash leaves, and is no tampering.</value>
    public bool IsIntact => _results.All(entry => entry.Result.Status != LogStatus.Tampered);

    /// <value>Whether the logs are intact, and nothing was executed in them that was not decided so.</value>
    public bool IsGood => IsIntact && _matching is not { IsMatched: false };

    /// <summary>
    /// Verifies each log, and each against those of <paramref name="keptCheckpoints"/> that are its own; and where all are intact, what
    /// deployers executed against what gatekeepers decided.
    /// </summary>
    /// <exception cref="CommandFailure">A key cannot be read, or a checkpoint that was kept is of none of the logs.</exception>
    public static AuditVerification Verify(
        IReadOnlyList<AuditLogLocation> locations, IReadOnlyList<byte[]>? keptCheckpoints = null, IReadOnlyList<LogArchive>? archives = null)
    {
        var keys = locations.Select(location => location.ReadKey()).ToArray();
        var kept = KeptCheckpoints.ByKey(keys, keptCheckpoints ?? []);
        (AuditLogLocation Location, LogVerification Result)[] results =
            [.. locations.Select((location, index) => (location, new LogVerifier(keys[index]) { KnownCheckpoints = kept[index], Archives = Of(keys[index]) }.Verify(location.Directory)))];

        // What was changed proves nothing about what was decided.
        var areIntact = results.All(entry => entry.Result.Status != LogStatus.Tampered);

        // Nor does what is not at hand.
        var lacksArchive = areIntact && locations.Where((location, index) => LogArchive.IsMissing(location.Directory, Of(keys[index]))).Any();
        return new(results, areIntact && !lacksArchive ? Match() : null, lacksArchive);

        IReadOnlyList<string> Of(NoteVerifierKey key) => [.. (archives ?? []).Where(archive => archive.Origin == key.Name).Select(archive => archive.Directory)];

        ExecutionMatching Match() => ExecutionMatcher.Match(
            [.. locations.Select((location, index) => (keys[index].Name, location.Directory))],
            directory => Of(keys[locations.Select(location => location.Directory).ToList().IndexOf(directory)]));
    }

    public IEnumerable<string> Lines() => _results.SelectMany(entry => Lines(entry.Location, entry.Result))
        .Concat(_matching is null ? [] : Lines(_matching))
        .Concat(_lacksArchive ? ["not compared: executions and decisions, since records were moved to an archive; name it with --archive"] : []);

    public JsonObject Document() => new()
    {
        ["intact"] = IsIntact,
        ["executions"] = _matching is null ? null : Document(_matching),
        ["logs"] = new JsonArray([.. _results.Select(entry => (JsonNode)Document(entry.Location, entry.Result))]),
    };

    private static IEnumerable<string> Lines(AuditLogLocation location, LogVerification result)
    {
        yield return result.Status switch
        {
            LogStatus.Intact => $"verified: {result.Records} records in {location.Directory}, all there, in place and unchanged",
            LogStatus.Torn => $"verified: {result.Records} records in {location.Directory}; behind them {result.TornBytes} bytes of an unfinished one",
            _ => $"NOT INTACT: {location.Directory}",
        };
        if (result.Problem is { } problem)
        {
            yield return Place(problem);
            yield return $"  {problem.Message}";
        }

        if (result.Checkpoint is { } checkpoint)
        {
            yield return $"  proven by {result.CheckpointsVerified} signed checkpoints; the last has {checkpoint.Size} records, root {Convert.ToBase64String(checkpoint.Root.Span)}";
        }

        if (result.UnsealedRecords > 0)
        {
            yield return $"  {result.UnsealedRecords} {(result.UnsealedRecords == 1 ? "record is" : "records are")} newer than the last signature";
        }

        foreach (var note in result.Notes)
        {
            yield return $"  {note}";
        }
    }

    private static IEnumerable<string> Lines(ExecutionMatching matching)
    {
        var matched = matching.Executions - matching.Unchecked;
        if (matching.IsMatched && matched > 0)
        {
            yield return $"matched: {matched} {(matched == 1 ? "execution rests" : "executions rest")} on a decision that allowed just that";
        }

        if (!matching.IsMatched)
        {
            yield return "NOT MATCHED: what was executed is not what was decided";
        }

        foreach (var problem in matching.Problems)
        {
            yield return $"  {problem}";
        }

        if (matching.FurtherProblems > 0)
        {
            yield return $"  and {matching.FurtherProblems} more";
        }

        if (matching.Unchecked > 0)
        {
            yield return $"not compared: {matching.Unchecked} {(matching.Unchecked == 1 ? "execution was" : "executions were")} decided by {string.Join(", ", matching.AbsentOrigins.Select(origin => origin.Length > 0 ? origin : "nobody"))}, whose log is not among these";
        }
    }

    private static JsonObject Document(ExecutionMatching matching) => new()
    {
        ["matched"] = matching.IsMatched,
        ["count"] = matching.Executions,
        ["not_compared"] = matching.Unchecked,
        ["absent_logs"] = new JsonArray([.. matching.AbsentOrigins.Select(origin => (JsonNode)origin)]),
        ["problems"] = new JsonArray([.. matching.Problems.Select(problem => (JsonNode)problem)]),
        ["further_problems"] = matching.FurtherProblems,
    };

    private static string Place(LogProblem problem)
    {
        var record = problem.Record >= 0 ? $" at record {problem.Record}" : "";
        var file = problem.File is { } name ? $" ({name}, byte {problem.Offset})" : "";
        return $"  {problem.Kind}{record}{file}";
    }

    private static JsonObject Document(AuditLogLocation location, LogVerification result)
    {
        var document = new JsonObject
        {
            ["directory"] = location.Directory,
            ["status"] = result.Status.ToString().ToLowerInvariant(),
            ["records"] = result.Records,
            ["checkpoints_verified"] = result.CheckpointsVerified,
            ["unsealed_records"] = result.UnsealedRecords,
            ["torn_bytes"] = result.TornBytes,
            ["notes"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]),
        };
        if (result.Checkpoint is { } checkpoint)
        {
            document["checkpoint"] = new JsonObject
            {
                ["origin"] = checkpoint.Origin,
                ["size"] = checkpoint.Size,
                ["root"] = Convert.ToBase64String(checkpoint.Root.Span),
            };
        }

        if (result.Problem is { } problem)
        {
            document["problem"] = new JsonObject
            {
                ["kind"] = problem.Kind.ToString(),
                ["record"] = problem.Record,
                ["file"] = problem.File,
                ["offset"] = problem.Offset,
                ["message"] = problem.Message,
            };
        }

        return document;
    }
}
