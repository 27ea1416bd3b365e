using System.Diagnostics;
using System.Globalization;
using Benchmarks.Micro;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Data;
using Rego;
using Rego.Loading;
using Rego.Options;
using Rego.Values;

namespace Benchmarks.Model;

/// <summary>
/// What the shipped rules cost over the data of a company: loading a revision with 10, 1,000 and 100,000 rights, and the decisions of a
/// person and of a release, each beside the yardstick of the same moment.
/// </summary>
internal sealed class ModelTable
{
    private static readonly EvaluationOptions Options = new() { Limits = EvaluationLimits.Default, StrictBuiltinErrors = true };

    private static readonly int[] Sizes = [10, 1000, 100_000];

    private readonly Yardsticks _yardsticks = new(Workloads.Load("gate-10").InputJson);
    private readonly Dictionary<string, double> _smallest = [];

    /// <summary>Prints the table.</summary>
    public static void Run() => new ModelTable().Print();

    private void Print()
    {
        Console.WriteLine($"Node JSON.parse of the gate's input (1 yardstick, y): {_yardsticks.Node:N0} ns; System.Text.Json: {_yardsticks.SystemTextJson:N0} ns");
        Console.WriteLine();
        Console.WriteLine("| entries | files | MB | load, s | of it faults, s | call | us | bytes | y | x 10 entries |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |");
        foreach (var entries in Sizes)
        {
            Print(entries);
        }
    }

    private void Print(int entries)
    {
        var content = new RevisionContent(ModelData.Files(entries));
        var (revision, loading) = BestOfThree(() => RevisionCompiler.Compile(content, runsTests: false));
        var faults = TimeFaults(content);
        foreach (var (name, json) in ModelData.Calls)
        {
            var input = RegoJson.Parse(json);
            Require(name, revision.Decision.Evaluate(input, Options));
            var cost = Measured.Of(() => revision.Decision.Evaluate(input, Options), seconds: 6);
            _yardsticks.Renew();
            string[] cells =
            [
                Text(entries), Text(content.Files.Count), Text(content.Files.Sum(file => file.Content.Length) / 1e6), Text(loading), Text(faults),
                name, Text(cost.Nanoseconds / 1000), Text(cost.Bytes), Text(cost.Nanoseconds / _yardsticks.Node), Text(cost.Nanoseconds / Smallest(name, cost.Nanoseconds)),
            ];
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
        }
    }

    private double Smallest(string name, double nanoseconds) => _smallest.TryGetValue(name, out var known) ? known : _smallest[name] = nanoseconds;

    private static double TimeFaults(RevisionContent content)
    {
        var files = PolicyDirectory.LoadFiles(content.Files);
        var policy = new RegoCompiler().Compile(files.Modules, files.Data).GetPolicyOrThrow();
        var started = Stopwatch.GetTimestamp();
        var faults = DataFaults.Find(policy, content.Files, CancellationToken.None);
        return faults.Count == 0 ? Stopwatch.GetElapsedTime(started).TotalSeconds : throw new InvalidOperationException(string.Join('\n', faults));
    }

    private static (T Result, double Seconds) BestOfThree<T>(Func<T> work)
    {
        var best = double.MaxValue;
        T? result = default;
        for (var n = 0; n < 3; n++)
        {
            var started = Stopwatch.GetTimestamp();
            result = work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return (result!, best);
    }

    private static void Require(string name, RegoValue answer)
    {
        if (answer is not RegoObject decision || !ReferenceEquals(decision[RegoString.From("allow")], RegoBoolean.True))
        {
            throw new InvalidOperationException($"The call of the {name} is not allowed: {answer.ToJson()}");
        }
    }

    private static string Text(double value) => value.ToString(value >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);
}
