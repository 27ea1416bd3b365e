using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Puts constants in the place of variables that are assigned them, within references.</summary>
/// <param name="constants">The constants by variable.</param>
internal sealed class AssignedConstants(IReadOnlyDictionary<string, Term> constants) : SyntaxRewriter
{
    /// <summary>The variables of a body that are assigned constants.</summary>
    internal static Dictionary<string, Term> Of(Body? body, LocalNames names)
    {
        var constants = new Dictionary<string, Term>();
        foreach (var expression in body is null ? [] : body.Expressions)
        {
            if (expression.WithModifiers.IsDefaultOrEmpty
                && Operators.IsUnification(expression, out var call)
                && call.Arguments[0] is VarTerm variable
                && names.IsAssigned(variable.Name)
                && ConstantTerms.ToScalar(call.Arguments[1]) is not null)
            {
                constants[variable.Name] = call.Arguments[1];
            }
        }

        return constants;
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term) =>
        term is RefTerm reference
            ? Make.Ref(reference, reference.Head, Map(reference.Path, part => part is VarTerm variable && constants.TryGetValue(variable.Name, out var value) ? value : Rewrite(part)))
            : RewriteChildren(term);
}
