using System.Text.Json;
using Gateway.Contract.Grants;

namespace Gatekeeper.Execution;

/// <summary>What the grant of a call says of its caller when it was let in (<c>cal</c>).</summary>
internal static class RecordedCaller
{
    /// <summary>The persons who stood behind the call; none where the grant names none.</summary>
    public static IReadOnlyList<string> PersonsOf(GrantClaims grant) => TextsOf(grant, "persons");

    /// <summary>The exceptions that it made use of; none where the grant names none.</summary>
    public static IReadOnlyList<string> ExceptionsOf(GrantClaims grant) => TextsOf(grant, "exceptions");

    private static IReadOnlyList<string> TextsOf(GrantClaims grant, string name)
    {
        // An object of JSON: the grant was decoded, and is one of ours.
        using var caller = JsonDocument.Parse(grant.CallerJson);
        return caller.RootElement.TryGetProperty(name, out var texts) && texts.ValueKind == JsonValueKind.Array
            ? [.. texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!)]
            : [];
    }
}
