using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Work;

namespace Rego.Parsing;

/// <content>Rules with a body or <c>contains</c>, and defaults. A rule of a head alone is read as a body and turned into a rule later.</content>
internal sealed partial class Parser
{
    private List<RuleDraft>? ParseRules()
    {
        var location = Here();
        CompilerWork.At(location);
        ReadKeywordAsName();
        var isDefault = Current == Token.Default;
        if (isDefault)
        {
            Scan();
            ReadKeywordAsName();
        }

        if (Current != Token.Identifier || ParseHead(location, isDefault) is not { } rule)
        {
            return null;
        }

        if (isDefault)
        {
            return DefaultRules.Check(rule, Report) ? [rule] : null;
        }

        SettleHead(rule);
        return ParseRuleBody(rule) switch
        {
            BodyReading.Failed => null,
            BodyReading.None => [rule],
            _ => FinishRules(rule),
        };
    }

    /// <summary>What a head of two parts means depends on whether <c>if</c> follows.</summary>
    private void SettleHead(RuleDraft rule)
    {
        rule.HasIf = Current == Token.If;
        if (rule.HasContains || rule.IsFunction || rule.Reference.Length != 2)
        {
            return;
        }

        var last = rule.Reference[1];
        rule.HasBracketKey = !rule.HasIf || !Groundness.IsGround(last) || TermKinds.NameOf(last) == "ref";
        rule.IsValueImplied |= rule.HasIf && rule.Value is null;
    }

    private BodyReading ParseRuleBody(RuleDraft rule)
    {
        if (rule.HasIf)
        {
            Scan();
            return ParseBodyBehindIf(rule);
        }

        if (Current == Token.LeftBrace)
        {
            return ParseBracedBody(rule);
        }

        if (!rule.HasContains)
        {
            return BodyReading.Failed;
        }

        rule.Location = rule.HeadLocation;
        return BodyReading.None;
    }

    private BodyReading ParseBodyBehindIf(RuleDraft rule)
    {
        var start = _state;
        var isBraced = Current == Token.LeftBrace;
        var location = Here();
        var literal = ParseLiteral();

        // A set is always true: behind a brace, what looks like one is a body.
        if (literal is not null && !(isBraced && literal is TermExpression { Term: SetTerm }))
        {
            rule.Body = new Body(Extend(location), [literal]);
            return BodyReading.Read;
        }

        if (!isBraced)
        {
            return BodyReading.Failed;
        }

        Restore(start);
        return ParseBracedBody(rule);
    }

    private BodyReading ParseBracedBody(RuleDraft rule)
    {
        Scan();
        rule.Body = ParseBody(Token.RightBrace);
        if (rule.Body is null)
        {
            return BodyReading.Failed;
        }

        Scan();
        return BodyReading.Read;
    }

    private List<RuleDraft>? FinishRules(RuleDraft rule)
    {
        if (Current == Token.Else && !ReadKeywordAsName() && !ParseElseOf(rule))
        {
            return null;
        }

        rule.Location = Extend(rule.Location);
        var rules = new List<RuleDraft> { rule };
        while (Current == Token.LeftBrace)
        {
            if (rule.Else is not null)
            {
                Report("expected else keyword", Here());
                return null;
            }

            if (ParseFurtherBody(rule) is not { } next)
            {
                return null;
            }

            rules.Add(next);
        }

        return rules;
    }

    /// <summary>Another body behind the first: a rule with the same head, told by the place of its body.</summary>
    private RuleDraft? ParseFurtherBody(RuleDraft rule)
    {
        var location = Here();
        var next = new RuleDraft
        {
            Location = location,
            HeadLocation = location,
            Key = rule.Key,
            Value = rule.Value,
            IsAssigned = rule.IsAssigned,
            HasContains = rule.HasContains,
            HasIf = rule.HasIf,
            HasBracketKey = rule.HasBracketKey,
            IsValueImplied = rule.IsValueImplied,
        };
        if (ParseBracedBody(next) != BodyReading.Read)
        {
            return null;
        }

        location = Extend(location);
        next.Location = location;
        next.HeadLocation = location;
        next.Reference = [.. rule.Reference.Select(part => Relocation.Deep(part, location))];
        next.Arguments = [.. rule.Arguments.Select(part => Relocation.Deep(FreshWildcard(part), location))];
        next.Key = rule.Key is null ? null : Relocation.Deep(rule.Key, location);
        next.Value = rule.Value is null ? null : Relocation.Deep(rule.Value, location);
        return next;
    }

    private Term FreshWildcard(Term term) => term is VarTerm { IsWildcard: true } ? new VarTerm(term.Location, NextWildcard()) : term;

    /// <summary>A keyword with a dot or bracket right behind it begins a reference: it is a name there.</summary>
    private bool ReadKeywordAsName()
    {
        if (!Keywords.IsKeyword(Current) || PeekGap() is not (Token.Dot or Token.LeftBracket))
        {
            return false;
        }

        _state.Token = Token.Identifier;
        return true;
    }

    private enum BodyReading
    {
        Failed,
        None,
        Read,
    }
}
