using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>
/// Puts constants in the place of variables that are assigned them, within references to <c>data</c>: what such a reference
/// reads is known then, and it is no recursion where it would be with any other value.
/// </summary>
/// <param name="constants">The constants by variable.</param>
internal sealed class AssignedConstants(IReadOnlyDictionary<string, Term> constants) : SyntaxRewriter
{
    internal static void Run(Compilation compilation) => compilation.Update(module => Rewrite(module, compilation.Locals));

    /// <summary>The module with the constants in place.</summary>
    internal static Module Rewrite(Module module, LocalNames names) =>
        Make.Module(module, Map(module.Rules, rule => RuleBranches.MapBodies(rule, body => Rewrite(body, names))));

    private static Body Rewrite(Body body, LocalNames names)
    {
        var constants = Of(body, names);
        return constants.Count == 0 ? body : new AssignedConstants(constants).Rewrite(body);
    }

    private static Dictionary<string, Term> Of(Body body, LocalNames names)
    {
        var constants = new Dictionary<string, Term>();
        foreach (var expression in body.Expressions)
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
        term is RefTerm reference && RootDocuments.IsBelow(reference, RootDocuments.Data)
            ? Make.Ref(reference, reference.Head, Map(reference.Path, part => part is VarTerm variable && constants.TryGetValue(variable.Name, out var value) ? value : Rewrite(part)))
            : RewriteChildren(term);
}
