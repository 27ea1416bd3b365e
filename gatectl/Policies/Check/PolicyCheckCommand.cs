using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Gatectl.Policies.Queries;
using Rego;
using Rego.Capabilities;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Loading;
using Rego.Networking;
using Rego.Options;
using Rego.Values;

namespace Gatectl.Policies.Check;

/// <summary>
/// <c>gatectl policy check</c>: says all that is wrong with policies, as <c>opa check</c>. One directory that a gate could use is held
/// to all that the gate asks as well.
/// </summary>
internal static class PolicyCheckCommand
{
    private static readonly Argument<string[]> Paths = new("paths")
    {
        Description = "Directories and files of policies. One directory with gatekeeper/ in it is loaded as a gate does, with its data and tests.",
        HelpName = "PATH",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<PolicyCheckFormat> Format = PolicyOption.Choice("--format", "How what is wrong is written.", PolicyCheckFormat.Pretty, "-f");
    private static readonly Option<bool> Strict = PolicyOption.Switch("--strict", "Apply the compiler's strict checks too.", "-S");
    private static readonly Option<int> MaxErrors = PolicyOption.Number("--max-errors", "After how many errors of the rules to stop; 0 or less: never. Of what is wrong with data 50 at most are told.", 10, "-m");
    private static readonly Option<string[]> Ignore = PolicyOption.List("--ignore", "Names of files and directories to leave out, for example '.*'.", "GLOB");
    private static readonly Option<bool> Bundle = PolicyOption.Switch("--bundle", "Take the paths for directories of bundles: modules are checked against the data beside them.", "-b");
    private static readonly Option<bool> BothVersions = PolicyOption.Switch("--v0-v1", "Not supported: check that policies mean the same before OPA 1.0.");
    private static readonly Option<string?> Capabilities = PolicyCapabilities.CreateOption();
    private static readonly Option<string?> Schema = PolicySchemas.CreateOption();
    private static readonly RegoVersionFlags Version = new();

    public static Command Create(ProcessEnvironment environment)
    {
        BothVersions.Aliases.Add("--rego-v1");
        return new Command("check", "Say what is wrong with policies.")
            .With([Paths, Format, Strict, MaxErrors, Ignore, Bundle, Capabilities, Schema, BothVersions, .. Version.Symbols])
            .RunsAsOpa(environment, (context, _) => Task.FromResult(Run(context)));
    }

    private static int Run(CommandContext context)
    {
        QueryOptions.Refuse(context.Value(Paths).Length == 0, "specify at least one file");
        QueryOptions.Refuse(context.Value(BothVersions), "Rego as before OPA 1.0 is not supported");
        Version.Check(context);
        try
        {
            var errors = Check(context);
            if (errors.Count > 0)
            {
                return Refuse(context, errors);
            }

            var paths = context.Value(Paths);
            return GateCheck.Concerns(context, paths) ? GateCheck.Run(context, paths[0], context.Value(Format)) : PolicyExitCode.Done;
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(context, failure.Diagnostics);
        }
        catch (BundleLoadException failure)
        {
            return Refuse(context, failure);
        }
    }

    private static IReadOnlyList<Diagnostic> Check(CommandContext context)
    {
        var options = new RegoCompilerOptions
        {
            Strict = context.Value(Strict),
            MaxErrors = context.Value(MaxErrors),
            Capabilities = PolicyCapabilities.Load(context, Capabilities),
            Schemas = PolicySchemas.Load(context, Schema),
            Network = NetworkAccess.Nowhere,
        };
        var files = Load(context, options.Capabilities);
        return new RegoCompiler(options).Compile(files.Modules, context.Value(Bundle) ? files.Data : RegoObject.Empty).Errors;
    }

    private static PolicyFiles Load(CommandContext context, RegoCapabilities? capabilities)
    {
        var isBundle = context.Value(Bundle);
        var options = PolicyInput.OptionsFor(context, context.Value(Ignore), capabilities, modulesOnly: !isBundle);
        return isBundle ? PolicyDirectory.LoadBundles(context.Value(Paths), options) : PolicyDirectory.LoadPaths(context.Value(Paths), options);
    }

    /// <summary>What is wrong with a bundle as a whole stands at no place of a policy.</summary>
    private static int Refuse(CommandContext context, BundleLoadException failure)
    {
        context.Output.Notice(context.Value(Format) == PolicyCheckFormat.Json
            ? PolicyErrorJson.Of([new Diagnostic(DiagnosticCodes.Load, failure.Message, default)])
            : PolicyText.Escape(failure.Message));
        return PolicyExitCode.Refused;
    }

    private static int Refuse(CommandContext context, IReadOnlyList<Diagnostic> errors)
    {
        var misplaced = GateCheck.FindMisplaced(context, context.Value(Paths));
        if (context.Value(Format) == PolicyCheckFormat.Json)
        {
            context.Output.Notice(PolicyErrorJson.Of([.. misplaced.Select(fault => new Diagnostic(DiagnosticCodes.Load, fault, default)), .. errors]));
            return PolicyExitCode.Refused;
        }

        var isOfLoading = errors.All(error => error.Code is DiagnosticCodes.Load or DiagnosticCodes.Parse);
        context.Output.Notice(PolicyText.Escape(string.Join('\n', [.. misplaced, DiagnosticText.Explain(errors, isOfLoading ? "during loading" : string.Empty)])));
        return PolicyExitCode.Refused;
    }
}
