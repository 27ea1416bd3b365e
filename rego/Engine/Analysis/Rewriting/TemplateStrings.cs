using System.Collections.Immutable;
using Rego.Analysis.Safety;
using Rego.Errors;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Turns template strings into calls over sets that hold each part's value or nothing.</summary>
internal sealed class TemplateStrings : SyntaxRewriter
{
    private readonly Compilation _compilation;
    private readonly HashSet<string> _safe;

    private TemplateStrings(Compilation compilation, HashSet<string> safe)
    {
        _compilation = compilation;
        _safe = safe;
    }

    internal static void Run(Compilation compilation) =>
        compilation.UpdateRules(RuleTraits.Template, rule => RuleBranches.Map(rule, (branch, arguments) => Rewrite(compilation, branch, SafetyCheck.GlobalsOf(arguments))));

    /// <summary>Rewrites a body and answers what is bound behind it.</summary>
    internal static Body Rewrite(Compilation compilation, Body body, IReadOnlySet<string> globals, out HashSet<string> safe)
    {
        safe = Outputs.OfBody(body, compilation.ArityOf, globals);
        safe.UnionWith(globals);
        var rewriter = new TemplateStrings(compilation, safe);
        return Make.Body(body, Map(body.Expressions, rewriter.Rewrite));
    }

    private static Rule Rewrite(Compilation compilation, Rule rule, HashSet<string> globals)
    {
        var safe = globals;
        var body = rule.Body is null ? null : Rewrite(compilation, rule.Body, globals, out safe);
        var rewriter = new TemplateStrings(compilation, safe);
        var head = rule.Head;
        var key = head.Key is null ? null : rewriter.Rewrite(head.Key);
        var value = head.Value is null ? null : rewriter.Rewrite(head.Value);
        var arguments = Map(head.Arguments, rewriter.Rewrite);
        return Make.Rule(rule, Make.Head(head, head.Reference, arguments, key, value), body, rule.Else);
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        switch (term)
        {
            case TemplateStringTerm template:
                return RewriteTemplate(template);
            case ArrayComprehensionTerm comprehension:
                var body = Rewrite(_compilation, comprehension.Body, _safe, out var inner);
                return Make.Comprehension(comprehension, new TemplateStrings(_compilation, inner).Rewrite(comprehension.Item), body);
            case SetComprehensionTerm comprehension:
                body = Rewrite(_compilation, comprehension.Body, _safe, out inner);
                return Make.Comprehension(comprehension, new TemplateStrings(_compilation, inner).Rewrite(comprehension.Item), body);
            case ObjectComprehensionTerm comprehension:
                body = Rewrite(_compilation, comprehension.Body, _safe, out inner);
                var rewriter = new TemplateStrings(_compilation, inner);
                return Make.Comprehension(comprehension, rewriter.Rewrite(comprehension.Key), rewriter.Rewrite(comprehension.Value), body);
            default:
                return RewriteChildren(term);
        }
    }

    /// <inheritdoc/>
    internal override Body Rewrite(Body body) => Rewrite(_compilation, body, _safe, out _);

    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression)
    {
        if (expression is not EveryExpression every)
        {
            return RewriteChildren(expression);
        }

        var safe = new HashSet<string>(_safe);
        safe.UnionWith(VariableCollector.Of(every.Value));
        safe.UnionWith(VariableCollector.Of(every.Key));
        return Make.Every(every, every.Key, every.Value, Rewrite(every.Domain), Rewrite(_compilation, every.Body, safe, out _), RewriteModifiers(every));
    }

    private CallTerm RewriteTemplate(TemplateStringTerm template)
    {
        var location = template.Location;
        var parts = template.Parts.Select(part => part.Expression is null ? new StringTerm(location, part.Text!, isRaw: false) : RewritePart(part.Expression)).ToImmutableArray();
        parts = parts.IsEmpty ? [new StringTerm(location, string.Empty, isRaw: false)] : parts;
        var name = new RefTerm(default, new VarTerm(default, "internal"), [new StringTerm(default, "template_string", isRaw: false)]);
        return new CallTerm(location, name, [new ArrayTerm(location, parts)], isInfix: false);
    }

    private Term RewritePart(Expression expression)
    {
        if (expression is not TermExpression { Term: var term })
        {
            var kind = expression is LogicalExpression { Operation: LogicalOperator.And } ? "And" : "Or";
            _compilation.Errors.Add(DiagnosticCodes.Compile, $"unexpected template-string expression type: *ast.Logical{kind}", expression.Location);
            return new NullTerm(expression.Location);
        }

        if (((term is VarTerm && !RootDocuments.IsRoot(term)) || ConstantTerms.ToScalar(term) is not null) && expression.WithModifiers.IsDefaultOrEmpty)
        {
            // A variable or a constant always has a value: there is nothing to capture.
            return term;
        }

        var names = VariableCollector.Of(term, VariableFilter.Statement);
        names.ExceptWith(_safe);
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            _compilation.Errors.Add(DiagnosticCodes.Compile, $"var {_compilation.Locals.Original(name)} is undeclared", term.Location);
        }

        // OPA reports what is wrong with a call in a template without a place.
        var inner = Rewrite(term);
        var location = inner is CallTerm ? default : term.Location;
        inner = inner is CallTerm call ? new CallTerm(default, call.Operator, call.Arguments, call.IsInfix) : inner;
        var local = _compilation.Locals.NextAt(location);
        var capture = Make.Equality(location, local, inner, RewriteModifiers(expression));
        return new SetComprehensionTerm(location, local, new Body(location, [capture]));
    }
}
