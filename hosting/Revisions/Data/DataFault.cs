using Rego.Values;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>One thing that the policies find wrong with their data.</summary>
/// <param name="Path">Where, below <c>data</c>: keys, and indexes as texts.</param>
/// <param name="AreIndexes">Which steps of the path are indexes.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What would be valid; may be empty.</param>
internal sealed record DataFault(IReadOnlyList<string> Path, IReadOnlyList<bool> AreIndexes, string Message, string Hint)
{
    private const int MaxPathLength = 64;

    private static readonly RegoString PathKey = RegoString.From("path");
    private static readonly RegoString MessageKey = RegoString.From("message");
    private static readonly RegoString HintKey = RegoString.From("hint");

    /// <summary>Reads an element of <c>data.gatekeeper.faults</c>; null where it is none.</summary>
    public static DataFault? TryRead(RegoValue value)
    {
        if (value is not RegoObject { Count: 3 } members
            || members[PathKey] is not RegoArray { Count: <= MaxPathLength } path || !path.All(step => step is RegoString or RegoNumber)
            || members[MessageKey] is not RegoString { Value.Length: > 0 } message
            || members[HintKey] is not RegoString hint)
        {
            return null;
        }

        return new DataFault(
            [.. path.Select(step => step is RegoString name ? name.Value : step.ToJson())], [.. path.Select(step => step is RegoNumber)], message.Value, hint.Value);
    }
}
