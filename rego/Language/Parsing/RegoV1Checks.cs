using Rego.Diagnostics;
using Rego.Errors;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <summary>What Rego v1 asks of a rule that older Rego did not.</summary>
internal static class RegoV1Checks
{
    internal static void Check(RuleDraft rule, DiagnosticBag errors)
    {
        for (var branch = rule; branch is not null; branch = branch.Else)
        {
            CheckBranch(branch, errors);
        }
    }

    private static void CheckBranch(RuleDraft rule, DiagnosticBag errors)
    {
        var kind = rule.IsFunction ? "function" : "rule";
        if (NameOf(rule) is { } name && Keywords.IsReserved(name.Name))
        {
            errors.Add(DiagnosticCodes.Parse, $"{name.Name} keyword cannot be used for rule name", rule.Location);
        }

        if (rule.Body is null && !rule.HasContains && rule.IsValueImplied && !rule.IsDefault)
        {
            errors.Add(DiagnosticCodes.Parse, $"{kind} must have value assignment and/or body declaration", rule.Location);
        }

        if (rule.Body is not null && !rule.HasIf)
        {
            errors.Add(DiagnosticCodes.Parse, $"`if` keyword is required before {kind} body", rule.Location);
        }

        if (rule.IsMultiValue && !rule.HasContains)
        {
            errors.Add(DiagnosticCodes.Parse, "`contains` keyword is required for partial set rules", rule.Location);
        }
    }

    /// <summary>A name alone; behind one, an element in brackets without <c>contains</c> is none of it.</summary>
    private static VarTerm? NameOf(RuleDraft rule) => rule switch
    {
        { Reference: [VarTerm name] } => name,
        { Reference: [VarTerm name, _], IsMultiValue: true, HasContains: false, Body: null } => name,
        _ => null,
    };
}
