using Rego.Diagnostics;
using Rego.Errors;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Work;

namespace Rego.Formatting;

/// <content>Rules and their <c>else</c> branches.</content>
internal sealed partial class ModuleFormatter
{
    private void WriteRules(List<Rule> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            PlaceComments(rules[i].Location.Row);
            WriteWholeRule(rules[i]);
            var isGrouped = i + 1 < rules.Count && IsOneLiner(rules[i]) && IsOneLiner(rules[i + 1])
                && rules[i + 1].Location.Row == rules[i].Location.Row + 1;
            if (!isGrouped)
            {
                _out.BlankLine();
            }
        }
    }

    /// <summary>Writes a rule, or keeps it as it stands where it has a comment that has no place.</summary>
    private void WriteWholeRule(Rule rule)
    {
        CompilerWork.At(rule.Location);
        var start = Save();
        _out.StartLine();
        if (WriteRule(rule, main: null) && HasAllSince(start))
        {
            return;
        }

        _keepsLastComment = false;
        KeepAsWritten(start, rule.Location);
        PlaceComments(SourceRows.Last(rule.Location));
        if (!HasAllSince(start) || rule.Location.Text is ['{', ..])
        {
            Errors.Add(new Diagnostic(DiagnosticCodes.Format, "a comment stands where none can be kept", rule.Location));
        }
    }

    /// <summary>Whether nothing but its row sets it apart from the rule behind it.</summary>
    private static bool IsOneLiner(Rule rule) =>
        !rule.IsDefault && rule.Else is null && rule.Body is not { Expressions.Length: > 1 } && !IsLoneSet(rule.Body);

    /// <summary>Braces around a set alone are needed: without them it would be a body.</summary>
    private static bool IsLoneSet(Body? body) => body?.Expressions is [TermExpression { IsNegated: false, Term: SetTerm }];

    /// <summary>Whether the body says nothing: it is left out, and the value is written.</summary>
    private static bool IsConstant(Rule rule) =>
        rule.Else is null && rule.Body?.Expressions is null or [TermExpression { IsNegated: false, WithModifiers.IsDefaultOrEmpty: true, Term: BooleanTerm { Value: true } }];

    /// <param name="rule">The rule or branch.</param>
    /// <param name="main">The rule that it is a branch of; null where it is none.</param>
    private bool WriteRule(Rule rule, Rule? main)
    {
        _out.Write(rule.IsDefault ? "default " : string.Empty);
        var isConstant = IsConstant(rule);
        _keepsLastComment = isConstant;
        var start = Save();
        var isHeadInLayout = WriteHead(rule, isConstant, isBranch: main is not null, out var isHeadWhole);
        if (!isHeadWhole || !HasAllSince(start))
        {
            isHeadWhole = false;
            KeepAsWritten(start, rule.Head.Location);
        }

        if (isConstant)
        {
            _out.EndLine();
            return true;
        }

        _keepsLastComment = true;
        _out.Write(" if");
        return IsBodyInHeadRow(rule)
            ? WriteInlineBody(rule)
            : WriteBlock(rule, main, isHeadInLayout || !isHeadWhole);
    }

    private static bool IsBodyInHeadRow(Rule rule) =>
        rule.Body!.Expressions is [var only] && only.Location.Row == SourceRows.Last(rule.Head.Location) && !IsLoneSet(rule.Body);

    private bool WriteInlineBody(Rule rule)
    {
        _out.Write(" ");
        WriteStatement(rule.Body!.Expressions[0]);
        _out.EndLine();
        return rule.Else is null || WriteElse(rule);
    }

    private bool WriteBlock(Rule rule, Rule? main, bool isHeadInLayout)
    {
        if (isHeadInLayout || _comments.Next is null)
        {
            _out.Write(" {");
            _out.EndLine();
        }
        else
        {
            _out.Write(" { ");
        }

        if (main is null)
        {
            GroupLeadingUnion(rule.Body!.Expressions[0]);
        }

        _out.Indent();
        if (!WriteBody(rule.Body!) || !PlaceComments(ClosingRow(rule, main)))
        {
            return false;
        }

        _out.Outdent();
        _out.StartLine();
        _out.Write("}");
        return rule.Else is null || WriteElse(rule);
    }

    private static int ClosingRow(Rule rule, Rule? main) => rule switch
    {
        _ when main is null && !rule.Head.Arguments.IsDefaultOrEmpty => SourceRows.OfClosingBehind(rule.Location, '(', ')', '{', '}'),
        _ when main is null && HeadKeys.KeyOf(rule.Head, rule.IsDefault) is not null => SourceRows.OfClosingBehind(rule.Location, '[', ']', '{', '}'),
        _ => SourceRows.OfClosing(rule.Location, '{', '}'),
    };

    private bool WriteElse(Rule rule)
    {
        var branch = rule.Else!;
        var isBehindBrace = IsBehindText(rule, branch);
        var hasCommentsAbove = _out.Waiting is not null || (_comments.Next is { } comment && comment.Location.Row < branch.Head.Location.Row);
        if (isBehindBrace && !hasCommentsAbove)
        {
            _out.Write(" ");
        }
        else
        {
            _out.BlankLine();
            _out.StartLine();
        }

        if (!PlaceComments(branch.Head.Location.Row))
        {
            return false;
        }

        if (hasCommentsAbove && !isBehindBrace)
        {
            _out.StartLine();
        }

        return WriteRule(branch, rule);
    }

    /// <summary>Whether something stands before <c>else</c> in its row.</summary>
    private static bool IsBehindText(Rule rule, Rule branch)
    {
        var row = branch.Location.Row - rule.Location.Row;
        var lines = rule.Location.Text;
        for (var i = 0; i < row; i++)
        {
            var end = lines.IndexOf('\n');
            if (end < 0)
            {
                return false;
            }

            lines = lines[(end + 1)..];
        }

        return row > 0 && !lines.TrimStart().StartsWith("else");
    }
}
