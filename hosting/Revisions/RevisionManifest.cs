using System.Text.Json;
using Gatekeeper.Rego;
using Gateway.Hosting.Revisions.Folder;

namespace Gateway.Hosting.Revisions;

/// <summary>What a revision says of itself: OPA's <c>.manifest</c>, of which we read <c>metadata.serial</c>.</summary>
internal static class RevisionManifest
{
    /// <summary>The serial, which orders revisions wherever they are; null where there is none.</summary>
    /// <exception cref="RevisionRefusedException">The manifest cannot be read: what it was to say would be lost.</exception>
    public static long? ReadSerial(IEnumerable<PolicyFile> files)
    {
        if (files.FirstOrDefault(file => file.Path == PolicyNames.Manifest) is not { } manifest)
        {
            return null;
        }

        var metadata = Parse(manifest.Content)["metadata"];
        if (metadata is not (RegoObject or RegoUndefined))
        {
            throw Refuse("'metadata' is not an object");
        }

        return metadata is RegoObject members && members.TryGetValue(RegoString.From("serial"), out var serial) ? Check(serial) : null;
    }

    private static long Check(RegoValue serial) =>
        serial is RegoNumber { IsInt64: true, Integer: >= 0 } number
            ? number.Integer
            : throw Refuse($"'metadata.serial' is {serial.ToJson()}; valid is an integer from 0 on");

    private static RegoObject Parse(byte[] content)
    {
        try
        {
            return RegoJson.Parse(content, RegoJsonLimits.Data) as RegoObject ?? throw Refuse("it is not an object");
        }
        catch (JsonException e)
        {
            throw Refuse(e.Message);
        }
    }

    private static RevisionRefusedException Refuse(string fault) => new([$"{PolicyNames.Manifest}: {fault}"]);
}
