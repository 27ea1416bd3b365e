using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Formatting;

/// <content>The heads of rules.</content>
internal sealed partial class ModuleFormatter
{
    /// <param name="rule">The rule or branch.</param>
    /// <param name="isConstant">Whether no body follows.</param>
    /// <param name="isBranch">Whether it is an <c>else</c>.</param>
    /// <param name="isWhole">Whether all of the head was written.</param>
    /// <returns>Whether nothing in it had to be kept as it stands.</returns>
    private bool WriteHead(Rule rule, bool isConstant, bool isBranch, out bool isWhole)
    {
        var head = rule.Head;
        isWhole = true;
        if (isBranch)
        {
            _out.EnsureLine();
            _out.Write("else");
            return WriteHeadValue(rule, key: null, isConstant, isBranch);
        }

        var key = HeadKeys.KeyOf(head, rule.IsDefault);
        if (head.Reference.Length == 2 && !_hasLongNames)
        {
            if (_comments.Next is { } comment && comment.Location.Row == head.Reference[1].Location.Row)
            {
                WriteAsWritten(head.Location);
                return true;
            }

            WriteShortName(head);
        }
        else if (!WriteReference(head.Reference[0], head.Reference.AsSpan()[1..]))
        {
            isWhole = false;
            return false;
        }

        isWhole = head.Arguments.IsDefaultOrEmpty || WriteArguments(head);
        return isWhole
            && (!head.HasContains || WriteContains(head))
            && WriteHeadValue(rule, key, isConstant, isBranch);
    }

    /// <summary>A name of two parts, where no name of the module is longer: its second part stands in brackets.</summary>
    private void WriteShortName(RuleHead head)
    {
        _out.Write(TermPrinter.ToText(head.Reference[0]));
        _out.Write("[");
        _out.Write(TermPrinter.ToText(head.Reference[1]));
        _out.Write("]");
    }

    private bool WriteArguments(RuleHead head)
    {
        _out.Write("(");
        var isWritten = WriteItems(ItemsOf(head.Arguments), head.Location, SourceRows.OfClosing(head.Location, '(', ')'), groupsUnions: false);
        _out.Write(")");
        return isWritten;
    }

    private bool WriteContains(RuleHead head)
    {
        _out.Write(" contains ");
        return WriteTerm(head.Key!);
    }

    private bool WriteHeadValue(Rule rule, Term? key, bool isConstant, bool isBranch)
    {
        var value = rule.Head.Value;
        if (rule.Head.HasContains)
        {
            return true;
        }

        if (value is null)
        {
            // A function that is written as a head alone says as much; any other constant would read as something else.
            var isSaid = isConstant && (isBranch || rule.Body is not null || rule.Head.ArgumentCount == 0);
            _out.Write(isSaid ? " := true" : string.Empty);
            return true;
        }

        if (value is BooleanTerm { Value: true } && key is null && !isConstant && !rule.IsDefault)
        {
            return true;
        }

        _out.Write(" := ");
        return WriteTerm(value, isBranch ? rule.Head.Location : value.Location);
    }
}
