using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Answers;
using Gateway.Hosting.Revisions;
using Google.Protobuf.WellKnownTypes;

namespace Gatekeeper.Hosting;

/// <summary>
/// Writes what <c>/readyz</c> answers: what is missing, and which policies decide. Policies that were refused are shown and leave the
/// gatekeeper ready: the last good ones decide.
/// </summary>
internal sealed class ReadyDocument(Readiness readiness, IRevisionStatus own, DeployerRevision deployer)
{
    // Anyone may read it, so it shows less than PolicyService does.
    private const int MaxFaults = 10;
    private const int MaxFaultLength = 512;

    /// <summary>Looks at everything, and writes the document.</summary>
    public async Task<(bool IsReady, ReadOnlyMemory<byte> Document)> WriteAsync(CancellationToken cancellationToken)
    {
        var asked = deployer.AskAsync(cancellationToken);
        var missing = await readiness.FindMissingAsync(cancellationToken);
        return (missing.Count == 0, Write(missing, RevisionMessages.From(own.Status), await asked));
    }

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<string> missing, ProgramRevision gatekeeper, ProgramRevision deployer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", missing.Count == 0 ? "ready" : "not ready");
            WriteTexts(json, "missing", missing);
            json.WriteStartObject("policy");
            WriteProgram(json, "gatekeeper", gatekeeper);
            WriteProgram(json, "deployer", deployer);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteProgram(Utf8JsonWriter json, string name, ProgramRevision program)
    {
        json.WriteStartObject(name);
        if (program.UnknownBecause.Length > 0)
        {
            json.WriteString("unknown_because", program.UnknownBecause);
        }
        else
        {
            json.WriteString("revision", program.Revision);
            WriteTime(json, "since", program.ActivateTime);
            if (program.HasSerial)
            {
                json.WriteNumber("serial", program.Serial);
            }
        }

        if (program.Refused is { } refused)
        {
            WriteRefused(json, refused);
        }

        json.WriteEndObject();
    }

    private static void WriteRefused(Utf8JsonWriter json, RefusedRevision refused)
    {
        json.WriteStartObject("refused");
        if (refused.Revision.Length > 0)
        {
            json.WriteString("revision", refused.Revision);
        }

        WriteTime(json, "time", refused.Time);
        WriteTexts(json, "faults", RevisionMessages.Cut(refused.Faults, MaxFaults, MaxFaultLength));
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, Timestamp? time)
    {
        if (time is not null)
        {
            json.WriteString(name, time.ToDateTime());
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
