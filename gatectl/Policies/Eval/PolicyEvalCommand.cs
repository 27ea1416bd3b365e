using System.CommandLine;
using Gatectl.CommandLine;
using Gatekeeper.Rego;
using Gatekeeper.Rego.Networking;

namespace Gatectl.Policies.Eval;

/// <summary><c>gatectl policy eval</c>: evaluates a query.</summary>
internal static class PolicyEvalCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    private static readonly Argument<string> Query = new("query") { Description = "What is asked, for example 'data.gatekeeper.decision'." };
    private static readonly Option<string[]> Data = new("--data", "-d") { Description = "Directories and files of policies and data.", HelpName = "PATH", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Input = new("--input", "-i") { Description = "The input document.", HelpName = "FILE" };
    private static readonly Option<string?> Schema = PolicySchemas.CreateOption();
    private static readonly Option<PolicyEvalFormat> Format = new("--format", "-f")
    {
        Description = "How the result is written.",
        HelpName = "json|values|bindings|pretty|raw|discard",
        DefaultValueFactory = _ => PolicyEvalFormat.Json,
    };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Apply the compiler's strict checks." };
    private static readonly Option<bool> StrictErrors = new("--strict-builtin-errors") { Description = "A failing built-in function ends the evaluation." };
    private static readonly Option<bool> Fail = new("--fail") { Description = "Exit with 1 where the result is undefined or empty." };
    private static readonly Option<bool> FailDefined = new("--fail-defined") { Description = "Exit with 1 where the result is defined." };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("eval", "Evaluate a query.")
            .With(Query, Data, Input, Schema, Format, Strict, StrictErrors, Fail, FailDefined)
            .Runs(environment, (context, cancellationToken) => Task.FromResult(Run(context, cancellationToken)));

    private static int Run(CommandContext context, CancellationToken cancellationToken)
    {
        var printer = new PolicyEvalPrinter(context.Environment.Out, context.Value(Format));
        if (!PolicySchemas.TryLoad(context, Schema, out var schemas))
        {
            return PolicyExitCode.Error;
        }

        try
        {
            var query = CapturedQuery.Of(context.Value(Query));
            var results = Evaluate(context, schemas, query, cancellationToken);
            printer.Print(query, results);
            return (results.Count == 0 && context.Value(Fail)) || (results.Count > 0 && context.Value(FailDefined))
                ? PolicyExitCode.Refused
                : PolicyExitCode.Done;
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(context, printer, failure.Diagnostics);
        }
        catch (RegoCompilationException failure)
        {
            return Refuse(context, printer, failure.Errors);
        }
        catch (RegoEvaluationException failure)
        {
            return Refuse(context, printer, [new Diagnostic(failure.Code, failure.Message, failure.Location)]);
        }
    }

    private static IReadOnlyList<RegoObject> Evaluate(CommandContext context, RegoSchemas? schemas, CapturedQuery query, CancellationToken cancellationToken)
    {
        var files = PolicyInput.Load(context, context.Value(Data) ?? []);
        var compiler = new RegoCompiler(new RegoCompilerOptions { Strict = context.Value(Strict), Schemas = schemas, Network = NetworkAccess.Nowhere });
        var policy = compiler.Compile(files.Modules, files.Data).GetPolicyOrThrow();
        var input = context.Value(Input) is { } file ? PolicyInput.ReadDocument(context, file) : RegoValue.Undefined;
        return policy.Prepare(query.Text).EvaluateBindings(input, new EvaluationOptions
        {
            Limits = EvaluationLimits.Default with { Timeout = DefaultTimeout, MaxSteps = long.MaxValue },
            Time = context.Environment.Time,
            StrictBuiltinErrors = context.Value(StrictErrors),
            Print = line => context.Output.Notice(PolicyText.Escape(line)),
            CancellationToken = cancellationToken,
        });
    }

    private static int Refuse(CommandContext context, PolicyEvalPrinter printer, IReadOnlyList<Diagnostic> errors)
    {
        if (context.Value(Format) is PolicyEvalFormat.Json)
        {
            printer.PrintErrors(errors);
        }
        else
        {
            context.Output.Notice(PolicyText.Escape(DiagnosticText.Describe(errors)));
        }

        return PolicyExitCode.Error;
    }
}
