using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Moves every reference and comprehension that is an operand into a statement of its own, so that the statements of a body
/// are the steps which OPA evaluates and tells in its traces. What the compiler folds otherwise stays apart.
/// </summary>
/// <param name="locals">Makes variables.</param>
internal sealed class ObservedStatements(LocalNames locals) : SyntaxRewriter
{
    internal static void Run(Compilation compilation)
    {
        var statements = new ObservedStatements(compilation.Locals);
        compilation.UpdateRules(rule => RuleBranches.Map(rule, (branch, _) => statements.Rewrite(branch)));
        if (compilation.Options.SplitsTestEqualities)
        {
            TestEqualities.Run(compilation);
        }
    }

    /// <inheritdoc/>
    internal override Body Rewrite(Body body)
    {
        var keyed = new EveryKeys(locals).Rewrite(new TemplateVariables().Rewrite(body));
        return new NegatedOperands(locals, isForAll: true).Rewrite(keyed);
    }

    private Rule Rewrite(Rule rule) =>
        Make.Rule(rule, rule.Head, rule.Body is null ? null : Rewrite(rule.Body), rule.Else);
}
