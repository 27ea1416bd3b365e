using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego;
using Rego.Diagnostics;

namespace Gatectl.Policies.Queries;

/// <summary>The options of a command that asks a query of a policy.</summary>
internal sealed class QueryOptions
{
    internal Argument<string[]> Query { get; } = new("query") { Description = "What is asked, for example 'data.gatekeeper.decision'.", Arity = ArgumentArity.ZeroOrMore };

    internal Option<string[]> Data { get; } = PolicyOption.Texts("--data", "A file or directory of policies and data; 'a.b:FILE' puts the file's data below data.a.b.", "PATH", "-d");

    internal Option<string[]> Bundle { get; } = PolicyOption.Texts("--bundle", "The directory of an unpacked bundle.", "DIR", "-b");

    internal Option<string?> Input { get; } = PolicyOption.Text("--input", "The input document, JSON or YAML.", "FILE", "-i");

    internal Option<bool> Stdin { get; } = PolicyOption.Switch("--stdin", "Read the query from standard input.");

    internal Option<bool> StdinInput { get; } = PolicyOption.Switch("--stdin-input", "Read the input document from standard input.", "-I");

    internal Option<string?> Package { get; } = PolicyOption.Text("--package", "The package whose rules the query may name without their path.", "PACKAGE");

    internal Option<string[]> Imports { get; } = PolicyOption.Texts("--import", "What the query imports, for example 'data.lib as l'.", "IMPORT");

    internal Option<string[]> Ignored { get; } = PolicyOption.List("--ignore", "Patterns of the names of files and directories to leave out.", "PATTERNS");

    internal Option<bool> Partial { get; } = PolicyOption.Switch("--partial", "Not supported: evaluate what does not depend on unknowns.", "-p");

    internal Option<string[]> Unknowns { get; } = PolicyOption.Texts("--unknowns", "For partial evaluation: what is not known.", "REF", "-u");

    internal Option<PolicyTarget> Target { get; } = PolicyOption.Choice("--target", "What evaluates; here always rego.", PolicyTarget.Rego, "-t");

    internal Option<string?> Schema { get; } = PolicySchemas.CreateOption();

    internal RegoVersionFlags Version { get; } = new();

    internal Option<bool> StoreForReads { get; } = PolicyOption.Switch("--optimize-store-for-read-speed", "Accepted for the sake of scripts: data are always kept that way.");

    internal Symbol[] Symbols => [Query, Data, Bundle, Input, Stdin, StdinInput, Package, Imports, Ignored, Partial, Unknowns, Target, Schema, .. Version.Symbols, StoreForReads];

    /// <summary>Checks what cannot be said together.</summary>
    /// <exception cref="PolicyUsageException">It is.</exception>
    internal void Check(CommandContext context)
    {
        var queries = context.Value(Query).Length;
        Refuse(queries > 0 && context.Value(Stdin), "specify query argument or --stdin but not both");
        Refuse(queries == 0 && !context.Value(Stdin), "specify query argument or --stdin");
        Refuse(queries > 1, "specify at most one query argument");
        Refuse(context.Value(Stdin) && context.Value(StdinInput), "specify --stdin or --stdin-input but not both");
        Refuse(context.Value(StdinInput) && context.Value(Input) is { Length: > 0 }, "specify --stdin-input or --input but not both");
    }

    /// <summary>Refuses what is not there.</summary>
    /// <exception cref="PolicyUsageException">It is asked for.</exception>
    internal void CheckSupport(CommandContext context)
    {
        Refuse(context.Value(Partial), "partial evaluation is not supported");
        Version.Check(context);
        CheckUnknowns(context.Value(Unknowns) ?? []);
    }

    internal static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
        {
            throw new PolicyUsageException(message);
        }
    }

    /// <summary>As OPA, looks no further than the first one that is not the input.</summary>
    private static void CheckUnknowns(IEnumerable<string> unknowns)
    {
        if (unknowns.FirstOrDefault(unknown => unknown != "input") is { } unknown)
        {
            Refuse(!IsReference(unknown), "illegal argument with --unknowns, specify string with one or more --unknowns");
        }
    }

    /// <exception cref="PolicyUsageException">It is no term.</exception>
    private static bool IsReference(string text)
    {
        try
        {
            return RegoTerm.IsReference(text);
        }
        catch (RegoCompilationException failure)
        {
            throw new PolicyUsageException($"failed to parse term: {DiagnosticText.Describe(failure.Errors)}");
        }
    }
}
