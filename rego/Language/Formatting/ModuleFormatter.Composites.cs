using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Formatting;

/// <content>Arrays, sets, objects and arguments: items of one row of the source stay in one row.</content>
internal sealed partial class ModuleFormatter
{
    private static IReadOnlyList<Item> ItemsOf(ImmutableArray<Term> terms) => [.. terms.Select(term => new Item(term, null))];

    private bool WriteBracketed(char open, char close, IReadOnlyList<Item> items, SourceLocation location)
    {
        _out.Write([open]);
        var isWritten = WriteItems(items, location, SourceRows.OfClosing(location, open, close), groupsUnions: true);
        _out.Write([close]);
        return isWritten;
    }

    /// <param name="items">What to write.</param>
    /// <param name="owner">What they stand in.</param>
    /// <param name="closingRow">The row of its closing bracket.</param>
    /// <param name="groupsUnions">Whether a union among them is always written in parentheses, lest its bar be taken for a comprehension's.</param>
    private bool WriteItems(IReadOnlyList<Item> items, SourceLocation owner, int closingRow, bool groupsUnions)
    {
        var rows = RowsOf([.. items.OrderBy(item => item.First.Location.Row).ThenBy(item => item.First.Location.Column)], owner.Row);
        var isBroken = rows.Count > 1;
        if (!isBroken)
        {
            if (_comments.HasBetween(owner.Row, closingRow))
            {
                return false;
            }

            isBroken = rows[0].Count > 0 && IsInLaterRow(rows[0][0].First, owner);
        }

        if (!isBroken)
        {
            return WriteRow(rows[0], groupsUnions);
        }

        _out.StartIndented();
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0)
            {
                _out.StartLine();
            }

            if (!WriteRow(rows[i], groupsUnions))
            {
                return false;
            }

            _out.Write(",");
            _out.EndLine();
        }

        if (!PlaceComments(closingRow))
        {
            return false;
        }

        _out.Outdent();
        _out.StartLine();
        return true;
    }

    /// <summary>The items by the rows in which they begin; at least one row.</summary>
    private static List<List<Item>> RowsOf(List<Item> items, int row)
    {
        var rows = new List<List<Item>> { new() };
        foreach (var item in items)
        {
            if (item.First.Location.Row > row && rows[^1].Count > 0)
            {
                rows.Add([]);
            }

            row = item.First.Location.Row;
            rows[^1].Add(item);
        }

        return rows;
    }

    /// <summary>Whether a line break stands before the item, found by its text as OPA does.</summary>
    private static bool IsInLaterRow(Term item, SourceLocation owner)
    {
        var start = owner.Text.IndexOf(item.Location.Text, StringComparison.Ordinal);
        return start > 0 && owner.Text[..start].IndexOf('\n') > 0;
    }

    private bool WriteRow(List<Item> items, bool groupsUnions)
    {
        for (var i = 0; i < items.Count; i++)
        {
            _out.Write(i > 0 ? ", " : string.Empty);
            if (!WriteItem(items[i], groupsUnions))
            {
                return false;
            }
        }

        return true;
    }

    private bool WriteItem(in Item item, bool groupsUnions)
    {
        var isGrouped = IsUnion(item.First) && (groupsUnions || item.First.Location.Text is ['(', ..]);
        if (!WriteOperand(item.First, isGrouped))
        {
            return false;
        }

        if (item.Value is null)
        {
            return true;
        }

        _out.Write(": ");
        return WriteOperand(item.Value, IsUnion(item.Value));
    }

    /// <param name="First">An element, an argument, or a member's key.</param>
    /// <param name="Value">The member's value.</param>
    private readonly record struct Item(Term First, Term? Value);
}
