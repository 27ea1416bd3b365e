using System.Text.Json;

namespace Deployer.Deployments;

/// <summary>Who a caller is, as far as the grant's <c>cal</c> says.</summary>
/// <param name="Kind"><c>code</c>, <c>machine</c> or <c>person</c>; empty where it is not said.</param>
/// <param name="Issuer">Who vouched for the caller.</param>
/// <param name="Subject">The caller's name there.</param>
/// <param name="Groups">The caller's groups, where they are said.</param>
internal sealed record CallerIdentity(string Kind, string Issuer, string Subject, IReadOnlyList<string> Groups)
{
    /// <summary>Reads the members that are there and of the right type.</summary>
    public static CallerIdentity From(JsonElement caller) =>
        new(Text(caller, "kind"), Text(caller, "issuer"), Text(caller, "subject"), Texts(caller, "groups"));

    /// <summary>Whether both are known and the same.</summary>
    public bool IsSameAs(CallerIdentity other) => Subject.Length > 0 && Subject == other.Subject && Issuer == other.Issuer;

    private static string Text(JsonElement caller, string name) =>
        caller.ValueKind == JsonValueKind.Object && caller.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static string[] Texts(JsonElement caller, string name) =>
        caller.ValueKind == JsonValueKind.Object && caller.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
            : [];
}
