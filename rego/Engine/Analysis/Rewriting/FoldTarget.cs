using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>A statement, or the terms before a body, into which the statements before are folded.</summary>
internal sealed class FoldTarget
{
    private readonly VariableUses _uses;

    internal FoldTarget(VariableUses uses, Expression statement)
    {
        _uses = uses;
        Statement = statement;
    }

    internal FoldTarget(VariableUses uses, Term?[] terms)
    {
        _uses = uses;
        Terms = [.. terms];
    }

    /// <summary>The statement, by now.</summary>
    internal Expression? Statement { get; private set; }

    /// <summary>The terms, by now.</summary>
    internal Term?[] Terms { get; private set; } = [];

    /// <summary>Whether a statement is one that the compiler made to be used once; any other is never folded.</summary>
    internal static bool CanFold(Expression statement) => statement is TermExpression { IsGenerated: true, IsNegated: false };

    /// <summary>Folds a statement into this where that changes no meaning.</summary>
    /// <param name="candidate">The statement just before.</param>
    /// <param name="isBoundBefore">Whether a variable is bound where it begins.</param>
    internal bool TryFold(Expression candidate, Func<string, bool> isBoundBefore)
    {
        if (candidate is not TermExpression { IsGenerated: true, IsNegated: false } definition
            || !SpecialCalls.IsUnification(definition, out var call)
            || FindLocal(call) is not { } found
            || _uses.Of(found.Local.Name) != 2
            || !VariableCollector.Of(found.Value, VariableFilter.SkipCalledNames | VariableFilter.SkipClosures).All(isBoundBefore))
        {
            return false;
        }

        var substitution = new Substitution(found.Local.Name, found.Value);
        if (!Apply(substitution, definition.WithModifiers))
        {
            return false;
        }

        _uses.Remove(found.Local.Name);
        foreach (var with in definition.WithModifiers)
        {
            _uses.Add(with, -1);
        }

        return true;
    }

    private static (VarTerm Local, Term Value)? FindLocal(CallTerm call) => (call.Arguments[0], call.Arguments[1]) switch
    {
        (VarTerm local, var value) when LocalNames.IsGeneratedName(local.Name) => (local, value),
        (CallTerm value, VarTerm local) when LocalNames.IsGeneratedName(local.Name) => (local, value),
        _ => null,
    };

    private bool Apply(Substitution substitution, ImmutableArray<WithModifier> withs)
    {
        if (Statement is null)
        {
            Terms = withs.IsEmpty ? [.. Terms.Select(term => term is null ? null : substitution.Rewrite(term))] : Terms;
            return substitution.IsDone;
        }

        // What is replaced by `with` holds for the whole statement, but not for the modifiers' own values.
        if (!Statement.IsNegated && HaveSame(withs, Statement.WithModifiers))
        {
            Statement = substitution.RewriteStatement(Statement);
        }

        if (!substitution.IsDone && withs.IsEmpty)
        {
            Statement = StatementModifiers.Apply(Statement, [.. Statement.WithModifiers.Select(with => Make.With(with, with.Target, substitution.Rewrite(with.Value)))]);
        }

        return substitution.IsDone;
    }

    private static bool HaveSame(ImmutableArray<WithModifier> left, ImmutableArray<WithModifier> right) =>
        left.AsSpan().SequenceEqual(right.AsSpan(), ReferenceEqualityComparer.Instance);
}
