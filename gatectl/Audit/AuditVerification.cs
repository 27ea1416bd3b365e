using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Gateway.Contract.Audit;

namespace Gatectl.Audit;

/// <summary>What the verification of one or more logs came to, for people and for programs.</summary>
internal sealed class AuditVerification
{
    private readonly IReadOnlyList<(AuditLogLocation Location, LogVerification Result)> _results;

    private AuditVerification(IReadOnlyList<(AuditLogLocation Location, LogVerification Result)> results) => _results = results;

    /// <value>Whether no log was tampered with. A torn end is what a crash leaves, and is no tampering.</value>
    public bool IsIntact => _results.All(entry => entry.Result.Status != LogStatus.Tampered);

    /// <summary>Verifies each log, and each against those of <paramref name="keptCheckpoints"/> that are its own.</summary>
    /// <exception cref="CommandFailure">A key cannot be read, or a checkpoint that was kept is of none of the logs.</exception>
    public static AuditVerification Verify(IReadOnlyList<AuditLogLocation> locations, IReadOnlyList<byte[]>? keptCheckpoints = null)
    {
        var keys = locations.Select(location => location.ReadKey()).ToArray();
        var kept = KeptCheckpoints.ByKey(keys, keptCheckpoints ?? []);
        return new([.. locations.Select((location, index) =>
            (location, new LogVerifier(keys[index]) { KnownCheckpoints = kept[index] }.Verify(location.Directory)))]);
    }

    public IEnumerable<string> Lines() => _results.SelectMany(entry => Lines(entry.Location, entry.Result));

    public JsonObject Document() => new()
    {
        ["intact"] = IsIntact,
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
