using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Values;
using Rego.Work;

namespace Rego;

/// <summary>One module as parsed: its tree, without what a compiler makes of it.</summary>
public sealed class RegoModule
{
    /// <summary>The tree.</summary>
    internal Module Syntax { get; }

    private RegoModule(Module module) => Syntax = module;

    /// <summary>Parses a module.</summary>
    /// <exception cref="RegoCompilationException">The text is no module.</exception>
    public static RegoModule Parse(RegoSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return CompilerWork.Run(() =>
        {
            var errors = new DiagnosticBag();
            var module = Parser.ParseModule(new SourceFile(source.Path, source.Text), errors);
            return module is null || errors.HasErrors ? throw new RegoCompilationException([.. errors]) : new RegoModule(module);
        });
    }

    /// <summary>The tree as OPA's JSON.</summary>
    /// <param name="withLocations">Whether each node has its place and, in base64, the text that it covers.</param>
    /// <param name="withComments">Whether the module's comments are listed.</param>
    public RegoObject ToJson(bool withLocations = false, bool withComments = true) =>
        CompilerWork.Run(() => SyntaxJson.Of(withComments ? Syntax : WithoutComments(), withLocations));

    /// <summary>The tree as indented text, a node a line, as OPA prints it.</summary>
    public string ToOutline(bool withComments = true) =>
        CompilerWork.Run(() => SyntaxOutline.Of(withComments ? Syntax : WithoutComments()));

    private Module WithoutComments() =>
        new(Syntax.Location, Syntax.Package, Syntax.Imports, Syntax.Rules, [], Syntax.Annotations);
}
