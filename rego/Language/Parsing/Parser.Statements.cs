using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>The statements of a text: package, imports, rules, queries.</content>
internal sealed partial class Parser
{
    private List<ParsedStatement> ParseStatements(bool withRules)
    {
        var statements = new List<ParsedStatement>();
        Scan();
        while (Current != Token.EndOfFile && ParseStatement(statements, withRules))
        {
            // Each turn adds at least one statement.
        }

        return statements;
    }

    private bool ParseStatement(List<ParsedStatement> statements, bool withRules)
    {
        var start = _state;
        if (withRules && RefuseAsRuleName())
        {
            return false;
        }

        if (Current is not (Token.Package or Token.Import))
        {
            return ParseRuleOrBody(statements, withRules, start);
        }

        if (ParsePackage() is { } package)
        {
            statements.Add(new ParsedStatement(package.Location, Package: package));
            return true;
        }

        if (ParseImport() is { } import)
        {
            ActivateKeywords(import);
            statements.Add(new ParsedStatement(import.Location, Import: import));
            return true;
        }

        // `import.x` and the like are references.
        return !HasErrors && ParseRuleOrBody(statements, withRules, start);
    }

    private bool ParseRuleOrBody(List<ParsedStatement> statements, bool withRules, in ParserState start)
    {
        Restore(start);
        if (withRules)
        {
            if (ParseRules() is { } rules)
            {
                statements.AddRange(rules.Select(rule => new ParsedStatement(rule.Location, Rule: rule)));
                return true;
            }

            if (HasErrors)
            {
                return false;
            }

            Restore(start);
        }

        if (ParseExpressions(singleLine: true, Token.EndOfFile) is { } body)
        {
            statements.Add(new ParsedStatement(body.Location, Body: body));
            return true;
        }

        return false;
    }

    private Package? ParsePackage()
    {
        if (Current != Token.Package)
        {
            return null;
        }

        var location = Here();
        if (!ScanToPath())
        {
            return null;
        }

        var term = ParseTerm();
        if (term is null)
        {
            return PathExpected<Package>();
        }

        var path = ImmutableArray.CreateBuilder<Term>();
        switch (term)
        {
            case VarTerm name:
                path.Add(new VarTerm(name.Location, "data"));
                path.Add(new StringTerm(name.Location, name.Name, isRaw: false));
                break;
            case RefTerm { Head: VarTerm head } reference:
                path.Add(new VarTerm(head.Location, "data"));
                path.Add(new StringTerm(head.Location, head.Name, isRaw: false));
                if (!AddNames(reference, path))
                {
                    return null;
                }

                break;
            default:
                Unexpected();
                return null;
        }

        return new Package(location, path.ToImmutable());
    }

    private T? PathExpected<T>()
        where T : class
    {
        if (!HasErrors)
        {
            Report("expected path", Here());
        }

        return null;
    }

    private bool AddNames(RefTerm reference, ImmutableArray<Term>.Builder path)
    {
        foreach (var part in reference.Path)
        {
            if (part is not StringTerm)
            {
                Report($"unexpected {TermKinds.NameOf(part)} token: expecting string", part.Location);
                return false;
            }

            path.Add(part);
        }

        return true;
    }

    /// <summary>From <c>package</c> or <c>import</c> to the path behind it; false where this is a reference with that name, or nothing follows.</summary>
    private bool ScanToPath()
    {
        ScanGap();
        if (Current is Token.Dot or Token.LeftBracket)
        {
            return false;
        }

        if (Current == Token.Whitespace)
        {
            Scan();
        }

        if (Current != Token.Identifier && !Keywords.IsKeyword(Current))
        {
            Unexpected();
            return false;
        }

        _state.Token = Token.Identifier;
        return true;
    }

    /// <summary>A reserved word where a rule's name would stand, told by what follows it; or a sign before a name.</summary>
    private bool RefuseAsRuleName()
    {
        var start = _state;
        if (Current == Token.Minus && Peek() == Token.Identifier)
        {
            Unexpected();
            return true;
        }

        var isDefault = Current == Token.Default;
        if (isDefault)
        {
            Scan();
        }

        var name = Current == Token.Identifier ? Keywords.Classify(Word, _state.Keywords) : Current;
        if (IsReservedAsRuleName(name) && (isDefault ? PeekGap() is not (Token.Dot or Token.LeftBracket) : IsBehindRuleName(name, Peek())))
        {
            Report($"{TokenNames.Of(name)} keyword cannot be used for rule name", Here());
            return true;
        }

        Restore(start);
        return false;
    }

    private static bool IsBehindRuleName(Token name, Token next) =>
        name is Token.Package or Token.Import
            ? next is Token.Assign or Token.Unify or Token.LeftParenthesis
            : next is Token.Assign or Token.Unify or Token.If or Token.Contains;

    private static bool IsReservedAsRuleName(Token token) =>
        token is Token.Package or Token.Import or Token.As or Token.Not or Token.Some or Token.In or Token.Every or Token.If or Token.LogicalAnd or Token.LogicalOr;
}
