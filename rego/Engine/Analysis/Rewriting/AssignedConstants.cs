using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>
/// Puts constants in the place of variables that are assigned them, within references to <c>data</c>: what such a reference
/// reads is known then, and it is no recursion where it would be with any other value.
/// </summary>
/// <param name="constants">The constants by variable.</param>
internal sealed class AssignedConstants(IReadOnlyDictionary<string, Term> constants) : SyntaxRewriter
{
    internal static void Run(Compilation compilation) => compilation.Modules = compilation.ModulesWithConstants;

    /// <summary>The modules with the constants in place.</summary>
    internal static ImmutableArray<Module> Rewrite(ImmutableArray<Module> modules, LocalNames names)
    {
        var change = new Func<Rule, Rule>(rule => RuleBranches.MapBodies(rule, body => Rewrite(body, names)));
        return Map(modules, module => Make.Module(module, Map(module.Rules, change)));
    }

    private static Body Rewrite(Body body, LocalNames names)
    {
        var constants = Of(body, names);
        return constants is null ? body : new AssignedConstants(constants).Rewrite(body);
    }

    private static Dictionary<string, Term>? Of(Body body, LocalNames names)
    {
        Dictionary<string, Term>? constants = null;
        foreach (var expression in body.Expressions)
        {
            if (expression.WithModifiers.IsDefaultOrEmpty
                && SpecialCalls.IsUnification(expression, out var call)
                && call.Arguments[0] is VarTerm variable
                && names.IsAssigned(variable.Name)
                && ConstantTerms.ToScalar(call.Arguments[1]) is not null)
            {
                (constants ??= [])[variable.Name] = call.Arguments[1];
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
