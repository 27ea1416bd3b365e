using Rego.Capabilities;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <summary>Rules that were read as a statement, because they have no body: <c>p := 1</c>, <c>f(x) = y</c>, <c>p.q[1]</c>.</summary>
internal static class BodyRules
{
    internal static RuleDraft? ToRule(Body body, out string problem)
    {
        problem = string.Empty;
        if (body.Expressions.Length != 1)
        {
            problem = "multiple expressions cannot be used for rule head";
            return null;
        }

        switch (body.Expressions[0])
        {
            case { WithModifiers.IsDefaultOrEmpty: false }:
                problem = "expressions using with keyword cannot be used for rule head";
                return null;
            case { IsNegated: true }:
                problem = "negated expressions cannot be used for rule head";
                return null;
            case SomeExpression:
                problem = "'some' declarations cannot be used for rule head";
                return null;
            case TermExpression expression:
                return FromTerm(expression, out problem);
            default:
                problem = "expression cannot be used for rule head";
                return null;
        }
    }

    private static RuleDraft? FromTerm(TermExpression expression, out string problem) => expression.Term switch
    {
        CallTerm { IsInfix: true, Operator: VarTerm { Name: "eq" or "assign" } } equation => FromEquation(equation, expression.Location, out problem),
        CallTerm call => FromCall(call, out problem),
        RefTerm reference => FromReference(reference, out problem),
        VarTerm { Name: "input" or "data" } => Refuse("refs cannot be used for rule head", out problem),
        var term => Refuse($"{TermKinds.NameOf(term)} cannot be used for rule name", out problem),
    };

    private static RuleDraft? FromEquation(CallTerm equation, SourceLocation location, out string problem)
    {
        problem = string.Empty;
        var name = equation.Arguments[0];
        var rule = new RuleDraft
        {
            Location = location,
            HeadLocation = location,
            Value = equation.Arguments[1],
            IsAssigned = equation.Operator is VarTerm { Name: "assign" },
        };
        if (name is CallTerm { IsInfix: false } call)
        {
            rule.Arguments = call.Arguments;
            name = call.Operator;
        }

        switch (name)
        {
            case VarTerm:
                rule.Reference = [name];
                return rule;
            case RefTerm { Head: VarTerm head } reference:
                rule.Reference = [head, .. reference.Path];
                return rule;
            case RefTerm reference:
                return Refuse($"invalid rule head: {TermPrinter.Print(reference)}", out problem);
            default:
                return Refuse($"{TermKinds.NameOf(name)} cannot be used for rule name", out problem);
        }
    }

    private static RuleDraft? FromCall(CallTerm call, out string problem)
    {
        if (call.IsInfix || KnownBuiltins.TryGet(TermPrinter.Print(call.Operator), out _))
        {
            return Refuse("rule name conflicts with built-in function", out problem);
        }

        if (call.Arguments.IsEmpty)
        {
            return Refuse("rule argument list must take at least one argument", out problem);
        }

        if (call.Operator is not (VarTerm or RefTerm { Head: VarTerm }))
        {
            return Refuse($"invalid rule head: {TermPrinter.Print(call.Operator)}", out problem);
        }

        problem = string.Empty;
        var location = call.Operator.Location;
        return new RuleDraft
        {
            Location = location,
            HeadLocation = location,
            Reference = call.Operator is RefTerm reference ? [reference.Head, .. reference.Path] : [call.Operator],
            Arguments = call.Arguments,
        };
    }

    private static RuleDraft? FromReference(RefTerm reference, out string problem)
    {
        if (reference.Head is not VarTerm)
        {
            return Refuse($"invalid rule head: {TermPrinter.Print(reference)}", out problem);
        }

        problem = string.Empty;
        return new RuleDraft
        {
            Location = reference.Location,
            HeadLocation = reference.Location,
            Reference = [reference.Head, .. reference.Path],
            HasBracketKey = reference.Path.Length == 1,
            IsValueImplied = reference.Path.Length > 1,
        };
    }

    private static RuleDraft? Refuse(string message, out string problem)
    {
        problem = message;
        return null;
    }
}
