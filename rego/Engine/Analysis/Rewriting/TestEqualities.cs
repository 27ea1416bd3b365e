using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Gives the sides of equalities in test rules variables of their own, so that their values can be shown where the test fails.
/// Negated statements stay: an undefined side would fail the body before it is negated.
/// </summary>
internal sealed class TestEqualities
{
    private readonly LocalNames _locals;

    private TestEqualities(LocalNames locals) => _locals = locals;

    internal static void Run(Compilation compilation)
    {
        var equalities = new TestEqualities(compilation.Locals);
        compilation.UpdateRules(rule => TestNames.IsTest(rule) ? RuleBranches.MapBodies(rule, equalities.Split) : rule);
    }

    private Body Split(Body body)
    {
        var statements = new List<Expression>(body.Expressions.Length);
        foreach (var expression in body.Expressions)
        {
            statements.Add(expression switch
            {
                EveryExpression { IsNegated: false } every => Make.Every(every, every.Key, every.Value, every.Domain, Split(every.Body), every.WithModifiers),
                TermExpression { IsNegated: false, IsGenerated: false } statement when SpecialCalls.IsUnification(statement, out var call) =>
                    Make.Statement(statement, Make.Call(call, call.Operator, Split(call.Arguments, statement, statements)), statement.WithModifiers),
                _ => expression,
            });
        }

        return Make.Body(body, statements);
    }

    private ImmutableArray<Term> Split(ImmutableArray<Term> operands, TermExpression statement, List<Expression> before) =>
        [.. operands.Select(operand => Split(operand, statement, before))];

    private Term Split(Term operand, TermExpression statement, List<Expression> before)
    {
        if (operand is not (RefTerm or ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm) && !RootDocuments.IsRoot(operand))
        {
            return operand;
        }

        var local = _locals.NextAt(operand.Location);
        before.Add(Make.Equality(operand.Location, local, operand, statement.WithModifiers));
        return local;
    }
}
