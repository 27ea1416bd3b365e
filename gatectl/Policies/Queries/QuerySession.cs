using System.Text;
using Gatectl.CommandLine;
using Rego;
using Rego.Diagnostics;
using Rego.Loading;
using Rego.Options;
using Rego.Queries;
using Rego.Values;

namespace Gatectl.Policies.Queries;

/// <summary>Does what comes before a query's evaluation: reads the files, compiles the policy, prepares the query.</summary>
/// <param name="context">The command line.</param>
/// <param name="options">Its options.</param>
internal sealed class QuerySession(CommandContext context, QueryOptions options)
{
    /// <value>How the policy is compiled.</value>
    internal RegoCompilerOptions Compiler { get; init; } = new();

    /// <value>The modules that were loaded last.</value>
    internal IReadOnlyList<RegoSource> Modules { get; private set; } = [];

    /// <summary>The query's text.</summary>
    internal string ReadQuery() => context.Value(options.Stdin) ? context.Environment.In.ReadToEnd() : context.Value(options.Query)[0];

    /// <summary>The input document; undefined where there is none.</summary>
    /// <exception cref="PolicyFailureException">It cannot be read.</exception>
    internal RegoValue ReadInput()
    {
        if (context.Value(options.StdinInput))
        {
            return Parse(Encoding.UTF8.GetBytes(context.Environment.In.ReadToEnd()));
        }

        return context.Value(options.Input) is { Length: > 0 } file ? Parse(PolicyInput.ReadBytes(context, file)) : RegoValue.Undefined;
    }

    /// <summary>Loads and compiles the policy, and prepares the query.</summary>
    /// <exception cref="PolicyLoadException">The policy cannot be loaded.</exception>
    /// <exception cref="BundleLoadException">A bundle cannot be loaded.</exception>
    /// <exception cref="RegoCompilationException">The policy or the query does not compile.</exception>
    internal CapturedQuery Prepare(string query, RegoSchemas? schemas, PolicyMetrics metrics, bool isInstrumented = false)
    {
        var files = Load(metrics);
        Modules = files.Modules;
        var compiler = new RegoCompiler(Compiler with { Schemas = schemas, IsInstrumented = isInstrumented });
        var policy = metrics.Measure(PolicyMetrics.CompileModules, () => compiler.Compile(files.Modules, files.Data).GetPolicyOrThrow());
        var names = new QueryContext { Package = context.Value(options.Package) is { Length: > 0 } package ? package : null, Imports = context.Value(options.Imports) ?? [] };
        var prepared = metrics.Measure(PolicyMetrics.CompileQuery, () => policy.PrepareCaptured(query, names));
        metrics.Add(PolicyMetrics.ParseModules, files.ModuleParsing);
        metrics.Add(PolicyMetrics.ParseData, files.DataParsing);
        metrics.Add(PolicyMetrics.ParseQuery, prepared.Parsing);
        return prepared;
    }

    private static RegoValue Parse(byte[] text)
    {
        try
        {
            return RegoDocument.Parse(text);
        }
        catch (FormatException failure)
        {
            throw new PolicyFailureException($"unable to parse input: {failure.Message}", failure);
        }
    }

    private PolicyFiles Load(PolicyMetrics metrics)
    {
        var (paths, bundles) = (context.Value(options.Data) ?? [], context.Value(options.Bundle) ?? []);
        var limits = PolicyInput.OptionsFor(context, context.Value(options.Ignored) ?? [], Compiler.Capabilities);
        var files = paths.Length > 0 || bundles.Length == 0 ? metrics.Measure(PolicyMetrics.LoadFiles, () => PolicyDirectory.LoadPaths(paths, limits)) : null;
        var bundled = bundles.Length > 0 ? metrics.Measure(PolicyMetrics.LoadBundles, () => PolicyDirectory.LoadBundles(bundles, limits)) : null;
        return files is null ? bundled! : bundled is null ? files : files.With(bundled);
    }
}
