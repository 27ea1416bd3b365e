using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatectl.Tests.Live;

/// <summary>
/// What differs from OPA's recorded answers, with reasons: <c>Live/differences/NAME.json</c>. Groups that are left out are not run;
/// a single case that is listed and comes out as in OPA fails the build, so that the list can only shrink.
/// </summary>
internal sealed record LiveDifferences(IReadOnlyDictionary<string, string> LeftOut, IReadOnlyDictionary<string, LiveDifferences.Difference> Cases)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    internal enum DifferenceKind
    {
        /// <summary>Still to be done.</summary>
        Temporary,

        /// <summary>On purpose.</summary>
        Permanent,
    }

    internal static LiveDifferences Load(string name) => JsonSerializer.Deserialize<LiveDifferences>(
        File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "Live", "differences", $"{name}.json")), Options)!;

    /// <param name="Reason">Why, for a reader who knows OPA.</param>
    /// <param name="Kind">Whether it will stay.</param>
    internal sealed record Difference(string Reason, DifferenceKind Kind);
}
