using System.Diagnostics;
using Gateway.Hosting.Revisions.Directories;
using Rego;
using Rego.Errors;
using Rego.Loading;
using Rego.Options;
using Rego.Values;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>Asks the policies what is wrong with their data: once a revision, alone, and within bounds of its own.</summary>
internal static class DataFaults
{
    /// <summary>The rule that says so.</summary>
    public const string Query = "data.gatekeeper.faults";

    /// <summary>The most faults that are told.</summary>
    public const int MaxTold = 50;

    /// <summary>The directories of data that the policies know, where they say so: a misspelt one would be read by nobody, and restrict nothing.</summary>
    public const string RootsQuery = "data.gatekeeper.roots";

    private static readonly string[] Rule = ["gatekeeper", "faults"];
    private static readonly string[] RootsRule = ["gatekeeper", "roots"];

    /// <summary>
    /// What may be spent on a revision before it decides anything. The evaluation is not strict: a built-in call that fails over wrong data
    /// is how some of the faults are found.
    /// </summary>
    public static readonly EvaluationLimits Limits = new(MaxSteps: 1_000_000_000, TimeSpan.FromSeconds(60), MaxDepth: 512, MaxMemoryBytes: 2L << 30);

    /// <summary>
    /// Asks, and makes what was proven, that there are none, a constant of the policy: decisions refuse while there are faults, and need
    /// not look for them again.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="files">The files that it was made of.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="RevisionRefusedException">There are faults, or that there are none cannot be shown.</exception>
    public static void Require(CompiledPolicy policy, IReadOnlyList<PolicyFile> files, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var faults = Find(policy, files, cancellationToken);
        if (faults.Count > 0)
        {
            // Where the time was not enough, a machine that was busy may do better the next time.
            throw new RevisionRefusedException(faults, isPassing: Stopwatch.GetElapsedTime(start) >= Limits.Timeout);
        }

        policy.Settle(Rule, RegoSet.Empty);
    }

    /// <summary>What is wrong, a line each; at most <see cref="MaxTold"/> of them, with how many more there are.</summary>
    public static IReadOnlyList<string> Find(CompiledPolicy policy, IReadOnlyList<PolicyFile> files, CancellationToken cancellationToken)
    {
        try
        {
            var options = new EvaluationOptions { Limits = Limits, CancellationToken = cancellationToken };

            // Asked here because no rule can see the directories: `data` as a whole has the rules in it, too.
            var roots = policy.HasRule(RootsRule) ? policy.Prepare(RootsQuery).Evaluate(RegoValue.Undefined, options) : null;
            return Cut([.. DataLayout.FindUnknownRoots(files, roots), .. Tell(policy.Prepare(Query).Evaluate(RegoValue.Undefined, options), files)]);
        }
        catch (RegoEvaluationException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return [$"{Query} cannot be evaluated: {e.Code}: {e.Message}; {Largest(files)}"];
        }
    }

    // Where the search does not come to its end there is no place to tell; most of its work is with these.
    private static string Largest(IReadOnlyList<PolicyFile> files) => "the largest data are " + string.Join(", ",
        files.Where(file => PolicyNames.IsData(file.Path)).OrderByDescending(file => file.Content.Length).Take(3).Select(file => $"{file.Path} ({file.Content.Length} bytes)"));

    private static IReadOnlyList<string> Tell(RegoValue value, IReadOnlyList<PolicyFile> files)
    {
        if (value is not RegoSet found)
        {
            return [value.IsDefined ? $"{Query} is of type {value.TypeName}, not a set" : $"{Query} is undefined: that the data are right cannot be shown"];
        }

        var faults = found.Items.ToArray().Select(DataFault.TryRead).ToList();
        var places = new FaultPlaces(files);
        return
        [
            .. Enumerable.Repeat($"{Query} holds what is no object of path, message and hint", faults.Contains(null) ? 1 : 0),
            .. RarestFirst(Sort(faults.OfType<DataFault>().Select(places.Place))).Select(fault => fault.ToString()),
        ];
    }

    private static IEnumerable<PlacedFault> Sort(IEnumerable<PlacedFault> faults) =>
        faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Place.Row).ThenBy(fault => fault.Place.Column);

    /// <summary>
    /// Where not all can be told, what is told a hundred times with the same words must not push out what is told once: one misspelt
    /// member of an issuer is a fault of each application, too. So each text has its turn, and the order is that of the files again.
    /// </summary>
    private static List<PlacedFault> RarestFirst(IEnumerable<PlacedFault> sorted)
    {
        var all = sorted.ToList();
        if (all.Count <= MaxTold)
        {
            return all;
        }

        var inTurn = all.GroupBy(fault => fault.Text, StringComparer.Ordinal)
            .SelectMany(same => same.Select((fault, turn) => (Fault: fault, Turn: turn)))
            .OrderBy(told => told.Turn).Select(told => told.Fault).ToList();
        return [.. Sort(inTurn.Take(MaxTold - 1)), .. inTurn.Skip(MaxTold - 1)];
    }

    /// <summary>The first lines, and how many more there are.</summary>
    public static IReadOnlyList<string> Cut(IReadOnlyList<string> lines) =>
        lines.Count <= MaxTold ? lines : [.. lines.Take(MaxTold - 1), $"and {lines.Count - MaxTold + 1} more"];
}
