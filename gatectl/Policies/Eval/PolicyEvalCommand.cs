using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;

namespace Gatectl.Policies.Eval;

/// <summary><c>gatectl policy eval</c>: evaluates a query.</summary>
internal static class PolicyEvalCommand
{
    public static Command Create(ProcessEnvironment environment)
    {
        var options = new PolicyEvalOptions();
        return new Command("eval", "Evaluate a query.")
            .With(options.Symbols)
            .RunsAsOpa(environment, (context, cancellationToken) => Task.FromResult(Run(context, options, cancellationToken)));
    }

    private static int Run(CommandContext context, PolicyEvalOptions options, CancellationToken cancellationToken)
    {
        options.Check(context);
        try
        {
            var output = new EvalRun(context, options).Evaluate(cancellationToken);
            new EvalPrinter(context, options).Print(output, context.Value(options.Format));
            if (output.Errors.Count > output.HarmlessErrors)
            {
                return PolicyExitCode.Error;
            }

            var isRefused = output.Solutions.Count > 0 ? context.Value(options.FailDefined) : context.Value(options.Fail);
            return isRefused ? PolicyExitCode.Refused : PolicyExitCode.Done;
        }
        catch (PolicyFailureException failure)
        {
            context.Output.Notice(PolicyText.Escape(failure.Message));
            return PolicyExitCode.Error;
        }
    }
}
