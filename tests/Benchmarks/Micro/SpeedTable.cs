using System.Diagnostics;
using System.Globalization;
using Rego;
using Rego.Values;

namespace Benchmarks.Micro;

/// <summary>
/// All workloads in one table, beside the yardstick of the same run: Node parsing the gate's input. A ratio to it can be
/// compared between machines, and on a machine that is shared.
/// </summary>
internal sealed class SpeedTable
{
    /// <summary>Reading the largest base document.</summary>
    public const string Loading = "load 4.7 MB";

    private readonly Yardsticks _yardsticks = new(Workloads.Load("gate-10").InputJson);
    private readonly Dictionary<string, double> _known = [];

    public static void Run() => new SpeedTable().Print();

    private void Print()
    {
        Console.WriteLine($"Node JSON.parse of the gate's input (1 yardstick, y): {Text(_yardsticks.Node)} ns; System.Text.Json: {Text(_yardsticks.SystemTextJson)} ns");
        Console.WriteLine(Workloads.AreShared ? string.Empty : "The shared workloads are absent: stand-ins of the same form and size, which other engines were not measured with.");
        Console.WriteLine("| work | ns | bytes | first, ms | y | OPA, y | x OPA | regorus, y | must, y | aim, y | |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var name in Workloads.Evaluated)
        {
            PrintDecision(Workloads.Load(name));
        }

        PrintCompilation(Workloads.Load(Workloads.Compile));
        PrintLoading(Workloads.Load("gate-100000"));
        PrintThreads(Workloads.Load("gate-1000"));
    }

    private void PrintDecision(Workload workload)
    {
        var input = workload.ReadInput();
        var query = workload.Prepare();
        var started = Stopwatch.GetTimestamp();
        if (!query.Evaluate(input, Workload.Options).IsDefined)
        {
            throw new InvalidOperationException($"{workload.Name} has no answer");
        }

        var first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        Print(workload.Name, Measured.Of(() => query.Evaluate(input, Workload.Options), seconds: 4), first);
    }

    private void PrintCompilation(Workload workload) =>
        Print(workload.Name, Measured.Of(() => workload.Compile(), seconds: 20), double.NaN);

    private void PrintLoading(Workload workload) =>
        Print(Loading, Measured.Of(() => workload.ReadData(), seconds: 8), double.NaN);

    private void Print(string name, Measured measured, double first)
    {
        _yardsticks.Renew();
        var yardstick = _yardsticks.HasNode ? _yardsticks.Node : OtherEngines.YardstickMicroseconds * 1000;
        var ours = measured.Nanoseconds / yardstick;
        _known[name] = ours;
        var opa = OtherEngines.Opa(name);
        var (must, aim) = new SpeedGoals(_known, _yardsticks.SystemTextJson / yardstick).Of(name);
        string[] cells =
        [
            name, Text(measured.Nanoseconds), Text(measured.Bytes), Text(first), Text(ours), Text(opa), Text(ours / opa), Text(OtherEngines.Regorus(name)), Text(must), Text(aim), Verdict(ours, must, aim),
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    private static void PrintThreads(Workload workload)
    {
        var scaling = ThreadScaling.Measure(workload);
        Console.WriteLine();
        Console.WriteLine($"Two threads over one prepared query (gate-1000): {Text(scaling)} x one thread (must 1.9, aim 2; OPA 1.5-1.6).");
    }

    private static string Verdict(double ours, double must, double aim) =>
        double.IsNaN(must) ? string.Empty : ours <= aim ? "aim" : ours <= must ? "must" : "missed";

    /// <summary>Three digits that count.</summary>
    private static string Text(double value) => value switch
    {
        double.NaN => string.Empty,
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.001 => value.ToString("0.###", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#######", CultureInfo.InvariantCulture),
    };
}
