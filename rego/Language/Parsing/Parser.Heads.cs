using System.Collections.Immutable;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>The heads of rules.</content>
internal sealed partial class Parser
{
    private RuleDraft? ParseHead(SourceLocation ruleLocation, bool isDefault)
    {
        var location = Here();
        var name = FinishHeadName(ParseVariable());
        if (name is null)
        {
            Unexpected("expected rule head name");
            return null;
        }

        var rule = new RuleDraft { Location = ruleLocation, HeadLocation = location, IsDefault = isDefault };
        if (!SetName(rule, name))
        {
            return null;
        }

        ParseHeadValue(rule);
        rule.IsValueImplied = rule.Value is null && rule.Key is null && (rule.Reference.Length != 2 || rule.IsFunction);
        rule.HeadLocation = Extend(location);
        return rule;
    }

    private static bool SetName(RuleDraft rule, Term name)
    {
        switch (name)
        {
            case VarTerm:
                rule.Reference = [name];
                return true;
            case RefTerm { Head: VarTerm } reference:
                rule.Reference = [reference.Head, .. reference.Path];
                return true;
            case CallTerm call:
                rule.Arguments = call.Arguments;
                return SetName(rule, call.Operator);
            default:
                return false;
        }
    }

    private Term? FinishHeadName(VarTerm name)
    {
        var offset = _state.TokenStart;
        ScanGap();
        if (Current is >= Token.Plus and <= Token.Bar or Token.Equal or Token.NotEqual or (>= Token.Greater and <= Token.LessOrEqual))
        {
            Unexpected();
        }
        else if (Current == Token.Whitespace)
        {
            Scan();
        }

        return Current is Token.LeftParenthesis or Token.Dot or Token.LeftBracket ? ParseReference(name, offset) : name;
    }

    private void ParseHeadValue(RuleDraft rule)
    {
        switch (Current)
        {
            case Token.Contains:
                ParseContains(rule);
                break;
            case Token.Unify:
                Scan();
                rule.Value = ParseInfix();
                if (rule.Value is null)
                {
                    Unexpected($"expected rule value term (e.g., {NameOf(rule)}[<nil>] = <VALUE> {{ ... }})");
                }

                break;
            case Token.Assign:
                Scan();
                rule.IsAssigned = true;
                rule.Value = ParseInfix();
                if (rule.Value is null)
                {
                    Unexpected(ExpectedValue(rule));
                }

                break;
        }
    }

    private void ParseContains(RuleDraft rule)
    {
        if (rule.IsFunction)
        {
            Unexpected($"the contains keyword can only be used with multi-value rule definitions (e.g., {NameOf(rule)} contains <VALUE> {{ ... }})");
        }

        Scan();
        rule.HasContains = true;
        rule.Key = ParseInfix();
        if (rule.Key is null)
        {
            Unexpected($"expected rule key term (e.g., {NameOf(rule)} contains <VALUE> {{ ... }})");
        }
    }

    private static string ExpectedValue(RuleDraft rule) => rule switch
    {
        { IsFunction: true } => $"expected function value term (e.g., {NameOf(rule)}(...) := <VALUE> {{ ... }})",
        { IsDefault: true } => $"expected default rule value term (e.g., default {NameOf(rule)} := <VALUE>)",
        _ => $"expected rule value term (e.g., {NameOf(rule)} := <VALUE> {{ ... }})",
    };

    private static string NameOf(RuleDraft rule) => TermPrinter.PrintReference(rule.Reference);
}
