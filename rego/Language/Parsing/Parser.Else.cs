using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content><c>else</c>.</content>
internal sealed partial class Parser
{
    private bool ParseElseOf(RuleDraft rule)
    {
        if (rule.Reference.Skip(1).Any(part => !Groundness.IsGround(part)))
        {
            Report("else keyword cannot be used on rules with variables in head", Here());
            return false;
        }

        if (rule.Key is not null || rule.HasBracketKey)
        {
            Report("else keyword cannot be used on multi-value rules", Here());
            return false;
        }

        rule.Else = ParseElse(rule);
        return rule.Else is not null;
    }

    private RuleDraft? ParseElse(RuleDraft main)
    {
        if (!Enter())
        {
            return null;
        }

        var rule = StartElse(main);
        var isRead = ParseElseValue(rule) && ParseElseBody(rule) && ParseNextElse(rule, main);
        rule.Location = Extend(rule.Location);
        if (rule.Body is { } body && body.Location.Offset == rule.Location.Offset)
        {
            // A body without braces is told by the place of its `else`, and all that follows.
            rule.Body = Relocation.Deep(body, rule.Location);
        }

        Leave();
        return isRead ? rule : null;
    }

    private RuleDraft StartElse(RuleDraft main)
    {
        var location = Here();
        _state.Wildcards += main.Arguments.Count(argument => argument is VarTerm { IsWildcard: true });
        var rule = new RuleDraft { Location = location, HeadLocation = location, Reference = main.Reference, Arguments = main.Arguments };
        Scan();
        return rule;
    }

    private bool ParseElseValue(RuleDraft rule)
    {
        switch (Current)
        {
            case Token.LeftBrace or Token.If:
                rule.IsValueImplied = true;
                return true;
            case Token.Assign or Token.Unify:
                rule.IsAssigned = Current == Token.Assign;
                Scan();
                rule.Value = ParseInfix();
                rule.HeadLocation = Extend(rule.HeadLocation);
                return rule.Value is not null;
            default:
                Unexpected("expected else value term or rule body");
                return false;
        }
    }

    private bool ParseElseBody(RuleDraft rule)
    {
        rule.HasIf = Current == Token.If;
        if (rule.HasIf)
        {
            Scan();
        }
        else if (Current != Token.LeftBrace)
        {
            return true;
        }

        if (Current == Token.LeftBrace)
        {
            return ParseBracedBody(rule) == BodyReading.Read;
        }

        if (Current == Token.EndOfFile)
        {
            Unexpected("rule body expected");
            return false;
        }

        if (ParseLiteral() is not { } literal)
        {
            return false;
        }

        rule.Body = new Body(rule.Location, [literal]);
        return true;
    }

    private bool ParseNextElse(RuleDraft rule, RuleDraft main)
    {
        if (Current != Token.Else || (rule.Body is null && !rule.HasIf))
        {
            return true;
        }

        rule.Else = ParseElse(main);
        return rule.Else is not null;
    }
}
