using System.Text.Json;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Live;

/// <summary>One recorded run of OPA.</summary>
/// <param name="suite">The whole file: its members stand for all of its cases.</param>
/// <param name="json">The case.</param>
/// <param name="isOwn">Whether it stands in this repository.</param>
public sealed class LiveCase(JsonElement suite, JsonElement json, bool isOwn)
{
    /// <value><c>group/number</c>.</value>
    public string Name { get; } = json.GetProperty("name").GetString()!;

    /// <value>What is tried.</value>
    public string Group => Name[..Name.LastIndexOf('/')];

    /// <value>Whether it stands in this repository: what is known to differ there says nothing about cases from elsewhere.</value>
    public bool IsOwn { get; } = isOwn;

    /// <value>Everything that is recorded of it.</value>
    public JsonElement Json { get; } = json;

    public bool Has(string member) => Json.TryGetProperty(member, out _);

    /// <value>The text of a member; null where it is absent or null.</value>
    public string? Text(string member) =>
        Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <value>The texts of a member that is a list; none where it is absent.</value>
    public string[] Texts(string member) =>
        Json.TryGetProperty(member, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];

    /// <summary>Writes the case's files, and those of the whole suite, into a new directory.</summary>
    internal TemporaryDirectory Unpack()
    {
        var directory = new TemporaryDirectory();
        foreach (var owner in new[] { suite, Json })
        {
            foreach (var file in Members(owner, "files"))
            {
                directory.File(file.Name, file.Value.GetString()!);
            }

            foreach (var file in Members(owner, "files_base64"))
            {
                directory.File(file.Name, file.Value.GetBytesFromBase64());
            }
        }

        return directory;
    }

    public override string ToString() => Name;

    private static IEnumerable<JsonProperty> Members(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var members) ? members.EnumerateObject() : [];
}
