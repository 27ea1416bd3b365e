using Rego.Sources;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <summary>What a default may hold: a constant, and distinct variables as arguments.</summary>
internal static class DefaultRules
{
    internal static bool Check(RuleDraft rule, Action<string, SourceLocation> report)
    {
        if (rule.Value is null && !rule.IsValueImplied)
        {
            report("illegal default rule (must have a value)", rule.Location);
            return false;
        }

        var isConstant = rule.Value is null || IsConstant(rule.Value, rule.Location, report);
        return isConstant && CheckArguments(rule, report);
    }

    private static bool IsConstant(Term value, SourceLocation location, Action<string, SourceLocation> report)
    {
        if (value is VarTerm or RefTerm or CallTerm)
        {
            report($"illegal default rule (value cannot contain {TermKinds.NameOf(value)})", location);
            return false;
        }

        var isConstant = true;
        foreach (var part in PartsOf(value))
        {
            isConstant &= IsConstant(part, location, report);
        }

        return isConstant;
    }

    /// <summary>The terms directly inside; a comprehension is taken as a constant.</summary>
    private static IEnumerable<Term> PartsOf(Term value) => value switch
    {
        ArrayTerm array => array.Items,
        SetTerm set => set.Items,
        ObjectTerm @object => @object.Members.SelectMany(member => new[] { member.Key, member.Value }),
        TemplateStringTerm template => template.Parts.Select(part => part.Expression).OfType<TermExpression>().Select(part => part.Term),
        _ => [],
    };

    private static bool CheckArguments(RuleDraft rule, Action<string, SourceLocation> report)
    {
        var isRight = true;
        var seen = new HashSet<string>();
        foreach (var argument in rule.Arguments)
        {
            if (argument is not VarTerm { Name: not ("input" or "data") } variable)
            {
                report($"illegal default rule (arguments cannot contain {TermKinds.NameOf(argument)})", rule.Location);
                isRight = false;
            }
            else if (!seen.Add(variable.Name))
            {
                report($"illegal default rule (arguments cannot be repeated {variable.Name})", rule.Location);
                isRight = false;
            }
        }

        return isRight;
    }
}
