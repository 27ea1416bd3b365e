using System.Collections.Immutable;
using Rego.Errors;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>Replaces the names of rules and imports by full references.</summary>
internal sealed class NameResolution : SyntaxRewriter
{
    private readonly ModuleNames _names;
    private readonly Stack<HashSet<string>> _declared = [];

    internal NameResolution(ModuleNames names) => _names = names;

    /// <summary>Resolves every module; reports arguments that hide documents and, where strict, unused imports.</summary>
    internal static void Run(Compilation compilation)
    {
        var rules = compilation.Modules.ToLookup(
            module => TermPrinter.ToText(module.Package.Path[0], module.Package.Path.Skip(1)),
            module => module.Rules.Select(rule => ((VarTerm)rule.Head.Reference[0]).Name));
        compilation.Update(module => Resolve(compilation, module, rules));
    }

    /// <summary>Resolves a query that stands in no module.</summary>
    internal static Body Resolve(Body query, ModuleNames names)
    {
        var resolution = new NameResolution(names);
        return resolution.InScope(DeclaredNames.Of(query), () => resolution.Rewrite(query));
    }

    private static Module Resolve(Compilation compilation, Module module, ILookup<string, IEnumerable<string>> rules)
    {
        var package = TermPrinter.ToText(module.Package.Path[0], module.Package.Path.Skip(1));
        var names = new ModuleNames(module.Package, rules[package].SelectMany(names => names), module.Imports);
        var resolution = new NameResolution(names);
        var resolved = Make.Module(module, Map(module.Rules, rule => resolution.Resolve(compilation, rule, rule.Head.Arguments)));
        if (compilation.Options.Strict)
        {
            ReportUnused(compilation, module, names);
        }

        return resolved;
    }

    private static void ReportUnused(Compilation compilation, Module module, ModuleNames names)
    {
        foreach (var import in module.Imports.Where(import => ImportPaths.IsDocument(import) && !names.IsUsed(ImportPaths.NameOf(import))))
        {
            compilation.Errors.Add(DiagnosticCodes.Compile, $"{ImportPaths.ToText(import)} unused", import.Location);
        }
    }

    private Rule Resolve(Compilation compilation, Rule rule, ImmutableArray<Term> arguments)
    {
        if (FindShadowedRoot(arguments) is { } root)
        {
            compilation.Errors.Add(DiagnosticCodes.Compile, $"args must not shadow {root} (use a different variable name)", rule.Location);
            return rule;
        }

        _declared.Push(PatternVariables.Of(arguments));
        _declared.Push(DeclaredNames.Of(rule.Body));
        var head = rule.Head;
        var reference = head.Reference.IsDefaultOrEmpty ? head.Reference : [head.Reference[0], .. Rewrite(head.Reference[1..])];
        head = Make.Head(head, reference, head.Arguments, head.Key is null ? null : Rewrite(head.Key), head.Value is null ? null : Rewrite(head.Value));
        var body = rule.Body is null ? null : Rewrite(rule.Body);
        _declared.Clear();
        return Make.Rule(rule, head, body, rule.Else is null ? null : Resolve(compilation, rule.Else, arguments));
    }

    private static string? FindShadowedRoot(ImmutableArray<Term> arguments) =>
        PatternVariables.Of(arguments).Where(RootDocuments.IsName).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        switch (term)
        {
            case VarTerm variable:
                return IsDeclared(variable.Name) ? variable : _names.Resolve(variable) ?? variable;
            case ArrayComprehensionTerm comprehension:
                return InScope(DeclaredNames.Of(comprehension.Body), () => RewriteChildren(term));
            case SetComprehensionTerm comprehension:
                return InScope(DeclaredNames.Of(comprehension.Body), () => RewriteChildren(term));
            case ObjectComprehensionTerm comprehension:
                return InScope(DeclaredNames.Of(comprehension.Body), () => RewriteChildren(term));
            default:
                return RewriteChildren(term);
        }
    }

    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression)
    {
        switch (expression)
        {
            case SomeExpression { Domain: null }:
                return expression;
            case EveryExpression every:
                var locals = VariableCollector.Of(every.Value);
                locals.UnionWith(VariableCollector.Of(every.Key));
                return InScope(locals, () => Make.Every(every, every.Key, every.Value, Rewrite(every.Domain), Rewrite(every.Body), RewriteModifiers(every)));
            case LogicalExpression logical:
                return Make.Logical(logical, RewriteOperand(logical.Left), RewriteOperand(logical.Right), RewriteModifiers(logical));
            case NotBodyExpression not:
                return Make.NotBody(not, RewriteOperand(not.Operand), RewriteModifiers(not));
            default:
                return RewriteChildren(expression);
        }
    }

    private Body RewriteOperand(LogicalOperand operand) => InScope(DeclaredNames.Of(operand.Body), () => Rewrite(operand.Body));

    private T InScope<T>(HashSet<string> names, Func<T> rewrite)
    {
        _declared.Push(names);
        var result = rewrite();
        _declared.Pop();
        return result;
    }

    private bool IsDeclared(string name)
    {
        foreach (var scope in _declared)
        {
            if (scope.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}
