using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content><c>some</c> and <c>every</c>.</content>
internal sealed partial class Parser
{
    private const string EveryForm = "expected `x[, y] in xs { ... }` expression";

    private SomeExpression? ParseSome()
    {
        var location = Here();
        var start = _state;
        Scan();
        if (ParseInfix() is CallTerm call)
        {
            return ParseSomeIn(location, call);
        }

        Restore(start);
        return ParseSomeNames(location);
    }

    private SomeExpression? ParseSomeIn(SourceLocation location, CallTerm call)
    {
        if (!IsMembership(call, "member_2", 2) && !IsMembership(call, "member_3", 3))
        {
            Unexpected("expected `x in xs` or `x, y in xs` expression");
            return null;
        }

        var modifiers = ParseWith();
        return modifiers.IsDefault
            ? null
            : new SomeExpression(location, call.Arguments[..^1], call.Arguments[^1], isNegated: false, modifiers) { Membership = call };
    }

    private SomeExpression? ParseSomeNames(SourceLocation location)
    {
        var names = ImmutableArray.CreateBuilder<Term>();
        do
        {
            Scan();
            if (Current != Token.Identifier)
            {
                Unexpected("expected var");
                return null;
            }

            names.Add(ParseVariable());
            Scan();
        }
        while (Current == Token.Comma);
        return new SomeExpression(location, names.ToImmutable(), domain: null, isNegated: false, []);
    }

    private EveryExpression? ParseEvery()
    {
        var location = Here();
        Scan();
        var term = ParseInfix();
        if (term is null)
        {
            return null;
        }

        var hasKey = IsMembership(term, "member_3", 3);
        if (!hasKey && !IsMembership(term, "member_2", 2))
        {
            Unexpected(EveryForm);
            return null;
        }

        var arguments = ((CallTerm)term).Arguments;
        if (hasKey && !IsVariable(arguments[0]))
        {
            Unexpected("expected key to be a variable");
            return null;
        }

        if (!IsVariable(arguments[^2]))
        {
            Unexpected("expected value to be a variable");
            return null;
        }

        return ParseEveryBody(location, hasKey ? arguments[0] : null, arguments[^2], arguments[^1]);
    }

    private EveryExpression? ParseEveryBody(SourceLocation location, Term? key, Term value, Term domain)
    {
        if (Current != Token.LeftBrace)
        {
            Unexpected("missing body");
            return null;
        }

        Scan();
        if (ParseBody(Token.RightBrace) is not { } body)
        {
            return null;
        }

        Scan();
        var modifiers = ParseWith();
        return modifiers.IsDefault ? null : new EveryExpression(location, key, value, domain, body, isNegated: false, modifiers);
    }

    private static bool IsVariable(Term term) => term is VarTerm variable && !IsRootDocument(variable);

    private static bool IsRootDocument(VarTerm variable) => variable.Name is "input" or "data";

    private static bool IsMembership(Term term, string name, int arity) =>
        term is CallTerm { Operator: RefTerm { Head: VarTerm { Name: "internal" }, Path: [StringTerm part] } } call
        && part.Value == name && call.Arguments.Length == arity;
}
