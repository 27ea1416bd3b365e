using System.Text.Json;
using Gateway.Contract.Grants;

namespace Gatekeeper.Execution;

/// <summary>The persons who stood behind a call when it was let in, as its grant names them (<c>cal</c>).</summary>
internal static class RecordedPersons
{
    /// <summary>Reads them; none where the grant names none.</summary>
    public static IReadOnlyList<string> Of(GrantClaims grant)
    {
        // An object of JSON: the grant was decoded, and is one of ours.
        using var caller = JsonDocument.Parse(grant.CallerJson);
        return caller.RootElement.TryGetProperty("persons", out var persons) && persons.ValueKind == JsonValueKind.Array
            ? [.. persons.EnumerateArray().Where(person => person.ValueKind == JsonValueKind.String).Select(person => person.GetString()!)]
            : [];
    }
}
