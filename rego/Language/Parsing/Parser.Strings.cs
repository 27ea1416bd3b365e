using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <content>Strings and template strings.</content>
internal sealed partial class Parser
{
    private StringTerm? ParseString()
    {
        var inner = Word[1..^1];
        if (Current == Token.RawString)
        {
            return new StringTerm(Here(), inner.ToString(), isRaw: true);
        }

        if (StringEscapes.TryResolve(inner, out var value))
        {
            return new StringTerm(Here(), value, isRaw: false);
        }

        Report($"illegal string literal: {Word}", Here());
        return null;
    }

    private TemplateStringTerm? ParseTemplate(bool isRaw)
    {
        var location = Here();
        if (!_features.HasTemplateStrings)
        {
            Report("template strings are not supported by current capabilities", location);
            return null;
        }

        var parts = ImmutableArray.CreateBuilder<TemplateStringPart>();
        var openLength = 2;
        while (true)
        {
            if (!AddText(parts, openLength))
            {
                return null;
            }

            if (Current is Token.TemplateEnd or Token.RawTemplateEnd)
            {
                return new TemplateStringTerm(Through(location), parts.ToImmutable(), isRaw);
            }

            Scan();
            if (ParseTemplateExpression() is not { } expression)
            {
                return null;
            }

            parts.Add(new TemplateStringPart(null, expression));
            if (Current != Token.RightBrace)
            {
                Report("expected } to end template string expression", Here());
                return null;
            }

            ScanTemplateRest(isRaw);
            openLength = 0;
        }
    }

    private bool AddText(ImmutableArray<TemplateStringPart>.Builder parts, int openLength)
    {
        if (Current is not (>= Token.TemplatePart and <= Token.RawTemplateEnd))
        {
            Report("expected template-string part", Here());
            return false;
        }

        var isRaw = Current is Token.RawTemplatePart or Token.RawTemplateEnd;
        var text = StringEscapes.UnescapeBraces(Word[openLength..^1], isRaw);
        if (!isRaw && !StringEscapes.TryResolve(text, out text))
        {
            Report($"illegal template-string part: {Word}", Here());
            return false;
        }

        if (text.Length > 0)
        {
            parts.Add(new TemplateStringPart(text, null, Here()));
        }

        return true;
    }

    private Expression? ParseTemplateExpression()
    {
        if (ParseLiteral() is not { } expression)
        {
            Report("invalid template-string expression", Here());
            return null;
        }

        var problem = expression switch
        {
            { IsNegated: true } => "negation ('not')",
            TermExpression { Term: CallTerm { Operator: VarTerm { Name: "eq" } } } => "unification ('=')",
            TermExpression { Term: CallTerm { Operator: VarTerm { Name: "assign" } } } => "assignment (':=')",
            EveryExpression => "'every'",
            SomeExpression => "'some'",
            _ => null,
        };
        if (problem is null)
        {
            return expression;
        }

        Report($"unexpected {problem} in template-string expression", expression.Location);
        return null;
    }
}
