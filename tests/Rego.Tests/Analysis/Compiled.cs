using Rego.Analysis;
using Rego.Builtins;
using Rego.Diagnostics;
using Rego.Options;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Values;

namespace Rego.Tests.Analysis;

/// <summary>Short ways from a module's text to what the compiler says of it.</summary>
internal static class Compiled
{
    /// <summary>The errors of a module <c>package a</c> with the text, each as <c>row:column code message</c>.</summary>
    internal static string[] Errors(string text, RegoCompilerOptions? options = null) => Errors(options ?? new RegoCompilerOptions(), ("a.rego", $"package a\n\n{text}\n"));

    /// <summary>The errors of modules.</summary>
    internal static string[] Errors(RegoCompilerOptions options, params (string Path, string Text)[] modules) =>
        [.. new RegoCompiler(options).Compile(modules.Select(module => new RegoSource(module.Path, module.Text))).Errors.Select(Show)];

    /// <summary>The analysed form of a module <c>package a</c> with the text.</summary>
    internal static AnalyzedPolicy Policy(string text, RegoObject? data = null)
    {
        var errors = new DiagnosticBag();
        var module = Parser.ParseModule(new SourceFile("a.rego", $"package a\n\n{text}\n"), errors);
        var policy = module is null ? null : PolicyAnalyzer.Analyze([module], data ?? RegoObject.Empty, new RegoCompilerOptions { Builtins = RegoBuiltins.All }, errors);
        Assert.That(errors.Select(Show), Is.Empty);
        return policy!;
    }

    /// <summary>The definition with a name in a policy.</summary>
    internal static RuleDefinition Rule(AnalyzedPolicy policy, string name) =>
        policy.Rules.Definitions.First(definition => definition.Path[^1].Equals(RegoString.From(name)));

    /// <summary>The statements of the first rule, as text, with variables under the names as written.</summary>
    internal static string[] Statements(AnalyzedPolicy policy) =>
        [.. policy.Rules.Definitions[0].Rule.Body!.Expressions.Select(expression => Text(expression, policy))];

    private static string Text(Expression expression, AnalyzedPolicy policy) =>
        (expression.IsNegated ? "not " : string.Empty) + TermPrinter.ToText(((TermExpression)expression).Term, name => policy.OriginalNames.GetValueOrDefault(name, name));

    private static string Show(Diagnostic error) =>
        error.Location.File is null ? $"- {error.Code} {error.Message}" : $"{error.Location.Row}:{error.Location.Column} {error.Code} {error.Message}";
}
