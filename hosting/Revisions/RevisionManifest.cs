using System.Text.Json;
using Gateway.Hosting.Revisions.Directories;
using Gateway.Hosting.Text;
using Rego.Loading;
using Rego.Values;

namespace Gateway.Hosting.Revisions;

/// <summary>What a revision says of itself: OPA's <c>.manifest</c>, of which we read <c>metadata.serial</c>.</summary>
internal static class RevisionManifest
{
    private static readonly string[] Members = ["metadata", "revision", "rego_version", "roots"];
    private static readonly string[] MetadataMembers = ["serial"];

    /// <summary>The serial, which orders revisions wherever they are; null where there is none.</summary>
    /// <exception cref="RevisionRefusedException">The manifest cannot be read: what it was to say would be lost.</exception>
    public static long? ReadSerial(IEnumerable<PolicyFile> files)
    {
        if (files.FirstOrDefault(file => file.Path == PolicyNames.Manifest) is not { } manifest)
        {
            return null;
        }

        var members = Parse(manifest.Content);
        RequireKnown(members, "", Members);
        if (members.TryGetValue(RegoString.From("roots"), out var roots) && roots.ToJson() != "[\"\"]")
        {
            throw Refuse("'roots' would leave out a part of the directory; valid is [\"\"]");
        }

        return members["metadata"] switch
        {
            RegoUndefined => null,
            RegoObject metadata => ReadSerial(metadata),
            _ => throw Refuse("'metadata' is not an object"),
        };
    }

    private static long? ReadSerial(RegoObject metadata)
    {
        RequireKnown(metadata, "metadata.", MetadataMembers);
        return metadata.TryGetValue(RegoString.From("serial"), out var serial) ? Check(serial) : null;
    }

    // A misspelt serial would be none, and the order that it was to give would be lost.
    private static void RequireKnown(RegoObject members, string place, string[] known)
    {
        foreach (var key in members.Keys)
        {
            if (key is not RegoString name || !known.Contains(name.Value, StringComparer.Ordinal))
            {
                throw Refuse($"'{place}{(key as RegoString)?.Value}' is not known; known are {string.Join(", ", known)}");
            }
        }
    }

    private static long Check(RegoValue serial) =>
        serial is RegoNumber { IsInt64: true, Integer: >= 0 } number
            ? number.Integer
            : throw Refuse($"'metadata.serial' is {serial.ToJson()}; valid is an integer from 0 on");

    private static RegoObject Parse(byte[] content)
    {
        try
        {
            // Of a member that stands twice, one would be lost.
            JsonDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
            return RegoJson.Parse(content, RegoJsonLimits.Data) as RegoObject ?? throw Refuse("it is not an object");
        }
        catch (JsonException e)
        {
            throw Refuse($"it is not JSON such as {{\"metadata\": {{\"serial\": 1}}}}: {JsonFault.Describe(e)}");
        }
    }

    private static RevisionRefusedException Refuse(string fault) => new([$"{PolicyNames.Manifest}: {fault}"]);
}
