using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Adds to each test whose name holds variables (<c>test_x[note]</c>) a call that tells which case it has reached: as early as the
/// variables have their values, so that cases which fail behind it are told as well.
/// </summary>
internal static class TestCaseCalls
{
    internal static void Run(Compilation compilation)
    {
        if (compilation.Options.TellsTestCases)
        {
            compilation.UpdateRules(rule => rule.Head.Key is null && rule.Body is not null ? Add(rule, rule.Body) : rule);
        }
    }

    private static Rule Add(Rule rule, Body body)
    {
        var at = TestNames.PartOf(rule.Head.Reference);
        var parts = rule.Head.Reference[(at + 1)..];
        if (at < 0 || parts.IsEmpty || IsIn(body))
        {
            return rule;
        }

        var statements = body.Expressions.ToList();
        foreach (var part in parts.OfType<VarTerm>())
        {
            MoveUp(statements, part);
        }

        statements.Insert(parts.OfType<VarTerm>().Select(part => FirstWith(statements, part.Name)).DefaultIfEmpty(-1).Max() + 1, CallOf(parts));
        return Make.Rule(rule, rule.Head, Make.Body(body, statements), rule.Else);
    }

    /// <summary>Whether a body tells of a case.</summary>
    internal static bool IsIn(Body body) => body.Expressions.Any(IsCall);

    private static bool IsCall(Expression expression) =>
        expression is TermExpression { Term: CallTerm call } && BuiltinNames.Of(call.Operator) == SpecialCalls.TestCase;

    private static TermExpression CallOf(ImmutableArray<Term> parts)
    {
        var name = new RefTerm(default, new VarTerm(default, "internal"), [new StringTerm(default, "test_case", isRaw: false)]);
        return new TermExpression(default, new CallTerm(default, name, [new ArrayTerm(default, parts)], isInfix: false), isNegated: false, []);
    }

    /// <summary>Moves the compiler's assignments of a variable up to behind the first mention of what they need.</summary>
    private static void MoveUp(List<Expression> statements, VarTerm variable)
    {
        for (var i = statements.Count - 1; i >= 0;)
        {
            var to = IsMadeFor(statements[i], variable) ? EarliestFor(statements, i) : i;
            if (to < i)
            {
                var moved = statements[i];
                statements.RemoveAt(i);
                statements.Insert(to, moved);
            }
            else
            {
                i--;
            }
        }
    }

    private static bool IsMadeFor(Expression expression, VarTerm variable) =>
        expression is TermExpression { IsGenerated: true } && SpecialCalls.IsUnification(expression, out var call)
            && call.Arguments[0] is VarTerm assigned && assigned.Name == variable.Name;

    private static int EarliestFor(List<Expression> statements, int at)
    {
        _ = SpecialCalls.IsUnification(statements[at], out var call);
        var needed = VariableCollector.Of(call.Arguments[1]).Where(LocalNames.IsGeneratedName).ToList();
        var mentions = needed.Select(name => FirstWith(statements, name)).Where(first => first >= 0 && first < at).ToList();
        return needed.Count == 0 ? 0 : Math.Min(at, mentions.DefaultIfEmpty(0).Max() + 1);
    }

    private static int FirstWith(List<Expression> statements, string name) =>
        statements.FindIndex(statement => VariableCollector.Of(statement).Contains(name));
}
