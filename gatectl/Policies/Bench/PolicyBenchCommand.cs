using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Gatectl.Policies.Queries;
using Rego;
using Rego.Networking;
using Rego.Options;
using Rego.Values;

namespace Gatectl.Policies.Bench;

/// <summary><c>gatectl policy bench</c>: measures the evaluation of a query; loading and compiling do not count.</summary>
internal static class PolicyBenchCommand
{
    private const string Histogram = "histogram_" + PolicyMetrics.EvaluateQuery;

    public static Command Create(ProcessEnvironment environment)
    {
        var options = new PolicyBenchOptions();
        return new Command("bench", "Measure the evaluation of a query.")
            .With(options.Symbols)
            .RunsAsOpa(environment, (context, cancellationToken) => Task.FromResult(Run(context, options, cancellationToken)));
    }

    private static int Run(CommandContext context, PolicyBenchOptions options, CancellationToken cancellationToken)
    {
        options.Check(context);
        try
        {
            var evaluate = Prepare(context, options, cancellationToken);
            for (var i = 0; i < context.Value(options.Count); i++)
            {
                Print(context, options, Benchmark.Run(evaluate, context.Value(options.Metrics) ? Histogram : null, cancellationToken));
            }

            return PolicyExitCode.Done;
        }
        catch (Exception failure) when (PolicyError.AllOf(failure) is { } errors)
        {
            return Refuse(context, options, errors);
        }
    }

    private static Action Prepare(CommandContext context, PolicyBenchOptions options, CancellationToken cancellationToken)
    {
        var session = new QuerySession(context, options.Query) { Compiler = new RegoCompilerOptions { Network = NetworkAccess.Nowhere } };
        var text = session.ReadQuery();
        var input = session.ReadInput();
        var query = session.Prepare(text, PolicySchemas.Load(context, options.Query.Schema), new PolicyMetrics());
        var mustHold = context.Value(options.Fail);
        var evaluation = new EvaluationOptions
        {
            Limits = EvaluationLimits.Default with { MaxSteps = long.MaxValue },
            Runtime = PolicyRuntime.Value,
            CancellationToken = cancellationToken,
        };
        return () =>
        {
            if (query.Evaluate(input, evaluation).Count == 0 && mustHold)
            {
                throw new PolicyFailureException("undefined result");
            }
        };
    }

    private static void Print(CommandContext context, PolicyBenchOptions options, BenchmarkResult result)
    {
        var output = context.Environment.Out;
        switch (context.Value(options.Format))
        {
            case PolicyBenchFormat.Json:
                var json = new GoJsonWriter();
                result.Write(json);
                output.WriteLine(json);
                break;
            case PolicyBenchFormat.Gobench:
                output.WriteLine($"BenchmarkOPAEval\t{result.ToGoText(context.Value(options.Memory))}");
                break;
            default:
                Table(result, context.Value(options.Memory)).Print(output);
                break;
        }
    }

    private static TextTable Table(BenchmarkResult result, bool showsMemory)
    {
        var table = new TextTable { RightAligned = new HashSet<int> { 1 } }
            .Row("samples", BenchmarkResult.Format(result.Runs))
            .Row("ns/op", BenchmarkResult.Format(result.NanosecondsPerRun));
        if (showsMemory)
        {
            table.Row("B/op", BenchmarkResult.Format(result.BytesPerRun));
        }

        foreach (var (name, value) in result.Extra)
        {
            table.Row(name, BenchmarkResult.Format(value));
        }

        return table;
    }

    private static int Refuse(CommandContext context, PolicyBenchOptions options, IReadOnlyList<PolicyError> errors)
    {
        if (context.Value(options.Format) == PolicyBenchFormat.Json)
        {
            var json = new GoJsonWriter().StartObject();
            PolicyErrorJson.Write(json, errors);
            context.Environment.Out.WriteLine(json.EndObject());
        }
        else
        {
            context.Output.Notice(PolicyText.Escape(PolicyError.Describe(errors)));
        }

        return PolicyExitCode.Refused;
    }
}
