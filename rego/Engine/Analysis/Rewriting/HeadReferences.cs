using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Leaves only constants and variables in the references of rule heads; any other operand moves into the body.</summary>
internal static class HeadReferences
{
    internal static void Run(Compilation compilation) => compilation.UpdateRules(rule => Rewrite(rule, compilation.Locals));

    private static Rule Rewrite(Rule rule, LocalNames locals)
    {
        var reference = rule.Head.Reference;
        var moved = new List<Expression>();
        for (var i = 1; i < reference.Length; i++)
        {
            if (reference[i] is not VarTerm && ConstantTerms.ToScalar(reference[i]) is null || RootDocuments.IsRoot(reference[i]))
            {
                var local = locals.NextAt(reference[i].Location);
                moved.Add(Make.Equality(reference[i].Location, local, reference[i]));
                reference = reference.SetItem(i, local);
            }
        }

        var head = Make.Head(rule.Head, reference, rule.Head.Arguments, rule.Head.Key, rule.Head.Value);
        return Make.Rule(rule, head, RuleBodies.Append(rule.Body, moved), rule.Else);
    }
}
