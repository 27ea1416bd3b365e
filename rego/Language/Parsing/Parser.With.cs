using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content><c>with … as …</c>.</content>
internal sealed partial class Parser
{
    /// <summary>All modifiers in a row; default where one is wrong.</summary>
    private ImmutableArray<WithModifier> ParseWith()
    {
        var modifiers = ImmutableArray.CreateBuilder<WithModifier>();
        while (Current == Token.With)
        {
            if (ParseWithModifier() is not { } modifier)
            {
                return default;
            }

            modifiers.Add(modifier);
        }

        return modifiers.ToImmutable();
    }

    private WithModifier? ParseWithModifier()
    {
        var location = Here();
        Scan();
        if (Current != Token.Identifier)
        {
            Unexpected("expected ident");
            return null;
        }

        if (ParseTerm() is not { } target)
        {
            return null;
        }

        if (target is not (VarTerm or RefTerm))
        {
            Unexpected("expected with target path");
        }

        if (Current != Token.As)
        {
            Unexpected("expected as keyword");
            return null;
        }

        Scan();
        return ParseInfix() is { } value ? new WithModifier(Extend(location), target, value) : null;
    }
}
