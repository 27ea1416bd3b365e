using Rego.Diagnostics;
using Rego.Options;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Work;

namespace Rego.Tooling.Dependencies;

/// <summary>The documents that a query needs.</summary>
/// <param name="Base">References into <c>data</c> and <c>input</c> that no rule defines, sorted, up to the first operand that is evaluated.</param>
/// <param name="Virtual">The rules that are read, directly or through others, sorted.</param>
public sealed record RegoDependencies(IReadOnlyList<RegoReference> Base, IReadOnlyList<RegoReference> Virtual)
{
    /// <summary>Finds what a query depends on. The query itself is read, not compiled.</summary>
    /// <exception cref="RegoCompilationException">The query does not parse, or the modules do not compile.</exception>
    public static RegoDependencies Of(IEnumerable<RegoSource> modules, string query, RegoCompilerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentNullException.ThrowIfNull(query);
        var sources = modules.ToList();
        return CompilerWork.Run(() => Find(sources, query, options));
    }

    private static RegoDependencies Find(List<RegoSource> sources, string query, RegoCompilerOptions? options)
    {
        var errors = new DiagnosticBag();
        var body = string.IsNullOrWhiteSpace(query) ? null : Parser.ParseQuery(new SourceFile(string.Empty, query), errors);
        if (errors.HasErrors || new RegoCompiler(options).Check(sources, errors) is not { } compilation)
        {
            throw new RegoCompilationException([.. errors]);
        }

        var collector = new DependencyCollector(compilation.Rules);
        if (body is not null)
        {
            collector.Collect(body);
        }

        return new RegoDependencies([.. collector.Base.Select(RegoReference.Of)], [.. collector.Virtual.Select(RegoReference.Of)]);
    }
}
