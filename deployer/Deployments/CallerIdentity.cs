using System.Text.Json;

namespace Deployer.Deployments;

/// <summary>Who a caller is, as far as the grant's <c>cal</c> says.</summary>
/// <param name="Kind"><c>code</c>, <c>machine</c>, <c>person</c> or <c>agent</c>; empty where it is not said.</param>
/// <param name="Issuer">Who vouched for the caller.</param>
/// <param name="Subject">The caller's name there.</param>
/// <param name="Persons">The persons behind the call, where they are said.</param>
/// <param name="Principals">What the caller counts as for the application, where it is said.</param>
internal sealed record CallerIdentity(string Kind, string Issuer, string Subject, IReadOnlyList<string> Persons, IReadOnlyList<string> Principals)
{
    /// <summary>Reads the members that are there and of the right type.</summary>
    public static CallerIdentity From(JsonElement caller) =>
        new(Text(caller, "kind"), Text(caller, "issuer"), Text(caller, "subject"), Texts(caller, "persons"), Texts(caller, "principals"));

    /// <summary>Whether both are known and the same, or one person stands behind both.</summary>
    public bool IsSameAs(CallerIdentity other) =>
        (Subject.Length > 0 && Subject == other.Subject && Issuer == other.Issuer) || Persons.Intersect(other.Persons, StringComparer.Ordinal).Any();

    private static string Text(JsonElement caller, string name) =>
        caller.ValueKind == JsonValueKind.Object && caller.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static string[] Texts(JsonElement caller, string name) =>
        caller.ValueKind == JsonValueKind.Object && caller.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
            : [];
}
