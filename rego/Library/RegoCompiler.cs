using Rego.Analysis;
using Rego.Builtins;
using Rego.Diagnostics;
using Rego.Hints;
using Rego.Options;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Values;
using Rego.Work;

namespace Rego;

/// <summary>Compiles modules and a base document into a policy.</summary>
/// <param name="options">How; the defaults where null.</param>
public sealed class RegoCompiler(RegoCompilerOptions? options = null)
{
    private readonly RegoCompilerOptions _options = Effective(options ?? new RegoCompilerOptions());

    /// <summary>Compiles. Never throws for what is wrong with the modules; that is in the result.</summary>
    public CompilationResult Compile(IEnumerable<RegoSource> modules, RegoObject? data = null)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var sources = modules.ToList();
        return CompilerWork.Run(() => Compile(sources, data ?? RegoObject.Empty), fault => new CompilationResult(null, [fault]));
    }

    /// <summary>Parses and checks modules without making a policy of them; null, and at least one error added, where anything is wrong.</summary>
    internal Compilation? Check(IEnumerable<RegoSource> modules, DiagnosticBag errors)
    {
        var parsed = Parse(modules, errors);
        return errors.HasErrors ? null : Check(parsed, errors);
    }

    /// <summary>Checks modules that are parsed; null, and at least one error added, where anything is wrong.</summary>
    internal Compilation? Check(IReadOnlyList<Module> modules, DiagnosticBag errors) => PolicyAnalyzer.Check(modules, RegoObject.Empty, _options, errors);

    private static RegoCompilerOptions Effective(RegoCompilerOptions options)
    {
        var builtins = options.Builtins ?? RegoBuiltins.All;
        return options with { Builtins = options.Capabilities is { } capabilities ? builtins.Restrict(capabilities) : builtins };
    }

    private CompilationResult Compile(List<RegoSource> modules, RegoObject data)
    {
        var errors = new DiagnosticBag();
        var parsed = Parse(modules, errors);
        var analyzed = errors.HasErrors ? null : PolicyAnalyzer.Analyze(parsed, data, _options, errors);
        return analyzed is null
            ? new CompilationResult(null, [.. DiagnosticHints.Add(errors, new HintContext(parsed, _options.Builtins!.All.Select(builtin => builtin.Name)))])
            : new CompilationResult(new CompiledPolicy(analyzed), []);
    }

    private List<Module> Parse(IEnumerable<RegoSource> sources, DiagnosticBag errors)
    {
        var modules = new List<Module>();
        var features = LanguageFeatures.Of(_options.Capabilities);
        foreach (var source in sources)
        {
            if ((source.Parsed ?? Parser.ParseModule(new SourceFile(source.Path, source.Text), errors, features: features)) is { } module)
            {
                modules.Add(module);
            }
        }

        return modules;
    }
}
