using Rego.Analysis.Names;
using Rego.Printing;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Tracing;
using Rego.Trees;

namespace Rego.Tooling.Reports;

/// <summary>
/// Gives the variables of a node their names as written, and its terms the order and spelling in which OPA prints them: only
/// unification has its sign.
/// </summary>
internal sealed class TraceNames(IReadOnlyDictionary<string, TraceVariable> variables) : SyntaxRewriter
{
    /// <inheritdoc/>
    internal override Term Rewrite(Term term) => RewriteChildren(term) switch
    {
        VarTerm variable => variables.TryGetValue(variable.Name, out var known) ? new VarTerm(variable.Location, known.Name) : variable,
        CallTerm call => new CallTerm(call.Location, call.Operator, call.Arguments, call.Operator is VarTerm { Name: SpecialCalls.Unify or SpecialCalls.Assign }),
        SetTerm set => new SetTerm(set.Location, [.. SyntaxOrder.Sort(set.Items)]),
        ObjectTerm members => new ObjectTerm(members.Location, [.. SyntaxOrder.Sort(members.Members)]),
        var other => other,
    };

    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression)
    {
        var rewritten = RewriteChildren(expression);
        return rewritten is EveryExpression { Key: VarTerm key } every && LocalNames.IsGeneratedName(key.Name)
            ? Make.Every(every, null, every.Value, every.Domain, every.Body, every.WithModifiers)
            : rewritten;
    }
}
