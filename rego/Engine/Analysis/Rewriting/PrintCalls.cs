using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Analysis.Safety;
using Rego.Errors;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Turns <c>print</c> statements into calls over sets that hold each operand's value or nothing.</summary>
internal sealed class PrintCalls : SyntaxRewriter
{
    private readonly Compilation _compilation;
    private readonly HashSet<string> _globals;

    private PrintCalls(Compilation compilation, HashSet<string> globals)
    {
        _compilation = compilation;
        _globals = globals;
    }

    internal static void Run(Compilation compilation) =>
        compilation.UpdateRules(RuleTraits.Print, rule => RuleBranches.Map(rule, (branch, arguments) => Rewrite(compilation, branch, SafetyCheck.GlobalsOf(arguments))));

    /// <summary>Rewrites a body.</summary>
    internal static Body Rewrite(Compilation compilation, Body body, IReadOnlySet<string> globals)
    {
        var statements = body.Expressions.ToBuilder();
        var safe = new HashSet<string>(globals);
        for (var i = 0; i < statements.Count; i++)
        {
            var rewriter = new PrintCalls(compilation, safe);
            statements[i] = statements[i] is TermExpression { Term: CallTerm call } print && SpecialCalls.IsNamed(call.Operator, SpecialCalls.Print)
                ? rewriter.RewritePrint(print, call)
                : rewriter.Rewrite(statements[i]);
            if (i == statements.Count - 1)
            {
                break;
            }

            safe.UnionWith(Outputs.Of(body.Expressions[i], compilation.ArityOf, safe));
            safe.UnionWith(VariableCollector.Of(body.Expressions[i]).Where(LocalNames.IsGeneratedName));
        }

        return statements.SequenceEqual(body.Expressions, ReferenceEqualityComparer.Instance) ? body : Make.Body(body, statements.DrainToImmutable());
    }

    private static Rule Rewrite(Compilation compilation, Rule rule, HashSet<string> globals)
    {
        var rewriter = new PrintCalls(compilation, globals);
        var head = rule.Head;
        var key = head.Key is null ? null : rewriter.Rewrite(head.Key);
        var value = head.Value is null ? null : rewriter.Rewrite(head.Value);
        return Make.Rule(rule, Make.Head(head, head.Reference, head.Arguments, key, value), rule.Body is null ? null : Rewrite(compilation, rule.Body, globals), rule.Else);
    }

    /// <inheritdoc/>
    internal override Body Rewrite(Body body) => Rewrite(_compilation, body, _globals);

    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression)
    {
        if (expression is not EveryExpression every)
        {
            return RewriteChildren(expression);
        }

        var inner = new HashSet<string>(_globals);
        inner.UnionWith(VariableCollector.Of(every.Value));
        inner.UnionWith(VariableCollector.Of(every.Key));
        return Make.Every(every, every.Key, every.Value, Rewrite(every.Domain), Rewrite(_compilation, every.Body, inner), RewriteModifiers(every));
    }

    private TermExpression RewritePrint(TermExpression statement, CallTerm call)
    {
        var operands = call.Arguments.Select(RewriteOperand).ToImmutableArray();
        var location = statement.Location;
        var name = new RefTerm(default, new VarTerm(default, "internal"), [new StringTerm(default, "print", isRaw: false)]);
        var rewritten = new CallTerm(location, name, [new ArrayTerm(location, operands)], isInfix: false);
        return new TermExpression(location, rewritten, isNegated: false, RewriteModifiers(statement));
    }

    private Term RewriteOperand(Term term)
    {
        var names = VariableCollector.Of(term, VariableFilter.Statement);
        names.ExceptWith(_globals);
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            _compilation.Errors.Add(DiagnosticCodes.Compile, $"var {_compilation.Locals.Original(name)} is undeclared", term.Location);
        }

        var local = _compilation.Locals.NextAt(term.Location);
        return new SetComprehensionTerm(term.Location, local, new Body(term.Location, [Make.Equality(term.Location, local, Rewrite(term))]));
    }
}
