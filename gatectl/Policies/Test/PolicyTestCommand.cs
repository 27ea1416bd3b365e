using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;

namespace Gatectl.Policies.Test;

/// <summary><c>gatectl policy test</c>: runs the rules named <c>test_…</c>.</summary>
internal static class PolicyTestCommand
{
    public static Command Create(ProcessEnvironment environment)
    {
        var options = new PolicyTestOptions();
        return new Command("test", "Run the tests of policies.")
            .With(options.Symbols)
            .RunsAsOpa(environment, (context, cancellationToken) => RunAsync(context, options, cancellationToken));
    }

    private static async Task<int> RunAsync(CommandContext context, PolicyTestOptions options, CancellationToken cancellationToken)
    {
        options.Check(context);
        if (context.Value(options.Format) == PolicyTestFormat.Gobench && !context.Value(options.Benchmark))
        {
            context.Output.Notice("cannot use output format gobench without running benchmarks (--bench)");
            return PolicyExitCode.Done;
        }

        var run = new PolicyTestRun(context, options);
        var exitCode = run.Run(cancellationToken);
        if (!context.Value(options.Watch) || exitCode == PolicyExitCode.Refused)
        {
            return exitCode;
        }

        await new PolicyTestWatch(context, context.Value(options.Paths)).RunAsync(() => run.Run(cancellationToken), cancellationToken);
        return PolicyExitCode.Done;
    }
}
