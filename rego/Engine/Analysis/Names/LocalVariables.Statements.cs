using System.Collections.Immutable;
using Rego.Analysis.Rewriting;
using Rego.Analysis.Safety;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <content>Statements: those that declare, and those that do not.</content>
internal sealed partial class LocalVariables
{
    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression) => RewriteStatement(expression);

    private Body RewriteBody(Body body, HashSet<string> used, bool isOfEvery = false)
    {
        var rewritten = new Expression?[body.Expressions.Length];
        for (var i = 0; i < rewritten.Length; i++)
        {
            rewritten[i] = RewriteDeclaration(body.Expressions[i]);
        }

        var kept = new List<Expression>(rewritten.Length);
        foreach (var expression in rewritten)
        {
            if (expression is not null)
            {
                kept.Add(expression);
            }
        }

        var result = kept.Count == 0 ? RuleBodies.True(default) : Make.Body(body, kept);
        var unused = new UnusedVariables(_names, _scopes, body, used);
        if (_isStrict && _errors.Count == 0 && _minor.Count == 0)
        {
            _errors.AddRange(unused.FindAssigned(rewritten));
        }

        if (_errors.Count == 0 && _minor.Count == 0)
        {
            // What is unused in `every` does not keep other errors from coming up.
            (isOfEvery ? _minor : _errors).AddRange(unused.FindDeclared(result));
        }

        return result;
    }

    private Expression? RewriteDeclaration(Expression expression)
    {
        switch (expression)
        {
            case TermExpression { Term: CallTerm call } statement when SpecialCalls.IsNamed(call.Operator, SpecialCalls.Assign):
                return call.Arguments.Length == 2 ? RewriteAssignment(statement, call) : statement;
            case SomeExpression { Domain: null } some:
                DeclareSymbols(some);
                return null;
            case SomeExpression some:
                return RewriteSomeIn(some);
            default:
                return RewriteStatement(expression);
        }
    }

    private Expression RewriteStatement(Expression expression)
    {
        switch (expression)
        {
            case TermExpression { Term: CallTerm call } statement:
                return Make.Statement(statement, RewriteCall(call), RewriteModifiers(statement));
            case EveryExpression every:
                return RewriteEvery(every);
            case LogicalExpression logical:
                var name = logical.Operation == LogicalOperator.Or ? "or" : "and";
                var left = RewriteOperand(logical.Left, $"cannot assign vars inside implicit {name} operand");
                var right = RewriteOperand(logical.Right, $"cannot assign vars inside implicit {name} operand");
                return Make.Logical(logical, left, right, RewriteModifiers(logical));
            case NotBodyExpression not:
                return Make.NotBody(not, RewriteOperand(not.Operand, "cannot assign vars inside negated expression"), RewriteModifiers(not));
            default:
                return RewriteChildren(expression);
        }
    }

    private Body RewriteOperand(LogicalOperand operand, string problem)
    {
        if (!operand.IsBraced && operand.Body.Expressions.FirstOrDefault(e => SpecialCalls.IsAssignment(e, out _)) is { } assignment)
        {
            Report(problem, assignment.Location);
            return operand.Body;
        }

        _scopes.Push();
        var body = RewriteBody(operand.Body, []);
        _scopes.Pop();
        return body;
    }

    private TermExpression RewriteAssignment(TermExpression statement, CallTerm call)
    {
        if (statement.IsNegated)
        {
            Report("cannot assign vars inside negated expression", statement.Location);
            return statement;
        }

        var errorsBefore = _errors.Count;
        var value = Rewrite(call.Arguments[1]);
        var withs = Map(statement.WithModifiers, with => Make.With(with, with.Target, Rewrite(with.Value)));
        var target = RewriteTarget(call.Arguments[0]);
        var name = _errors.Count == errorsBefore ? new VarTerm(call.Operator.Location, SpecialCalls.Unify) : call.Operator;
        return Make.Statement(statement, Make.Call(call, name, [target, value]), withs);
    }

    private Term RewriteTarget(Term target)
    {
        switch (target)
        {
            case VarTerm variable:
                return Declare(variable.Name, Occurrence.Assigned, variable.Location) is { } renamed ? new VarTerm(variable.Location, renamed) : variable;
            case ArrayTerm array:
                return Make.Array(array, Map(array.Items, RewriteTarget));
            case ObjectTerm obj:
                return Make.Object(obj, [.. obj.Members.Select(member => member with { Value = RewriteTarget(member.Value) })]);
            default:
                Report($"cannot assign to {TermKindNames.Of(target)}", target.Location);
                return target;
        }
    }

    private void DeclareSymbols(SomeExpression some)
    {
        foreach (var symbol in some.Symbols.OfType<VarTerm>())
        {
            Declare(symbol.IsWildcard ? "_" : symbol.Name, Occurrence.Declared, some.Location);
        }
    }

    /// <summary>Turns <c>some k, v in xs</c> into <c>v = xs[k]</c>.</summary>
    private TermExpression? RewriteSomeIn(SomeExpression some)
    {
        var domain = some.Domain!;
        var key = some.Symbols.Length > 1 ? some.Symbols[0] : _names.NextAt(domain.Location);
        var value = some.Symbols[^1];
        var element = Make.Ref(domain.Location, domain, [key]);
        var equality = Make.Equality(some.Location, value, element, some.WithModifiers);
        var outputs = Outputs.OfEquality(equality, (CallTerm)equality.Term, VariableCollector.Of(domain));
        foreach (var name in outputs.Count > 1 ? outputs.Order(StringComparer.Ordinal) : (IEnumerable<string>)outputs)
        {
            if (Declare(name, Occurrence.Declared, some.Location) is null)
            {
                return null;
            }
        }

        return (TermExpression)RewriteStatement(new TermExpression(some.Location, equality.Term, some.IsNegated, some.WithModifiers));
    }

    private EveryExpression RewriteEvery(EveryExpression every)
    {
        var domain = Rewrite(every.Domain);
        _scopes.Push();
        if (every.Key is null)
        {
            // OPA makes a variable for the key; nothing reads it, but the names in messages count it in.
            _names.Next();
        }

        var key = every.Key is null ? null : DeclareEvery(every.Key);
        var value = DeclareEvery(every.Value);
        var body = RewriteBody(every.Body, [], isOfEvery: true);
        _scopes.Pop();
        return Make.Every(every, key, value, domain, body, RewriteModifiers(every));
    }

    private Term DeclareEvery(Term term) =>
        term is VarTerm { IsWildcard: false } variable && Declare(variable.Name, Occurrence.Declared, default) is { } renamed
            ? new VarTerm(variable.Location, renamed)
            : term;
}
