using Rego.Analysis.Names;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Puts the variables of template strings into sets, where the called function expects the values of its parts.</summary>
internal sealed class TemplateVariables : SyntaxRewriter
{
    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        var rewritten = RewriteChildren(term);
        return rewritten is CallTerm { Arguments: [ArrayTerm parts, ..] } call && BuiltinNames.Of(call.Operator) == SpecialCalls.TemplateString
            ? Make.Call(call, call.Operator, call.Arguments.SetItem(0, Make.Array(parts, Map(parts.Items, InSet))))
            : rewritten;
    }

    private static Term InSet(Term part) => part is VarTerm variable ? new SetTerm(variable.Location, [variable]) : part;
}
