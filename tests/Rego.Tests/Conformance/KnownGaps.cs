using System.Text.Json;
using System.Text.Json.Serialization;
using Rego.Tooling.Conformance;

namespace Rego.Tests.Conformance;

/// <summary>The cases that are known not to pass, by note, each with its reason.</summary>
internal sealed class KnownGaps
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly Dictionary<string, Gap> _byNote;

    private KnownGaps(Dictionary<string, Gap> byNote) => _byNote = byNote;

    internal static KnownGaps Load()
    {
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Conformance", "known-gaps.json");
        return new KnownGaps(JsonSerializer.Deserialize<Dictionary<string, Gap>>(File.ReadAllBytes(path), Options)!);
    }

    internal string? ReasonFor(ConformanceCase @case) =>
        _byNote.TryGetValue(@case.Note, out var gap) ? $"{gap.Kind.ToString().ToLowerInvariant()}: {gap.Reason}" : null;

    internal enum GapKind
    {
        Temporary,
        Permanent,
    }

    internal sealed record Gap(string Reason, GapKind Kind);
}
