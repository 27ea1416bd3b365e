using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rego.Values;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>Makes mistakes, and keeps those that allow more than the data without them.</summary>
internal sealed class MutationJudge(MutatedPolicy policy, JsonObject original, ChosenCalls calls)
{
    // What the faults say matters less than what is decided without them, and costs as much.
    private const int FaultsOfOneIn = 8;

    private readonly ConcurrentDictionary<string, bool> _made = new(StringComparer.Ordinal);

    private int _tried;
    private int _looked;
    private long _decided;

    /// <summary>How many mistakes the rules decided with, no two of which came to the same data.</summary>
    internal int Tried => _tried;

    internal long Decided => _decided;

    /// <summary>Of how many the faults were looked at.</summary>
    internal int Looked => _looked;

    /// <summary>Mistakes that allow more, and what.</summary>
    internal ConcurrentBag<string> Widened { get; } = [];

    /// <summary>Mistakes that are no fault.</summary>
    internal ConcurrentBag<string> Unseen { get; } = [];

    internal void Judge(IReadOnlyList<Mutation> mistakes)
    {
        var data = (JsonObject)original.DeepClone();
        var made = string.Join("; ", mistakes.Where(mistake => mistake.TryApply(data)));
        if (made.Length == 0)
            return;
        // No gate takes a directory that the rules do not read.
        if (data.Any(document => !policy.Roots.Contains(document.Key)) || !IsNew(data))
            return;
        var number = Interlocked.Increment(ref _tried);
        if (number % FaultsOfOneIn == 0)
            LookAtFaults(data, made);
        Interlocked.Add(ref _decided, calls.Calls.Count);
        foreach (var call in calls.Widened(policy.Allowed(data, calls.Calls)))
            Widened.Add($"{made} allows {calls.Calls[call].ToJson()}");
    }

    // What comes to the same data is the same mistake, in other words.
    private bool IsNew(JsonObject data) =>
        !JsonNode.DeepEquals(data, original) && _made.TryAdd(Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(data))), true);

    private void LookAtFaults(JsonObject data, string made)
    {
        Interlocked.Increment(ref _looked);
        var faults = policy.FaultsOf(data);
        if (faults is not RegoSet known)
            Widened.Add("faults are undefined: " + made);
        else if (known.Count == 0)
            Unseen.Add(made);
    }
}
