using System.Collections.Immutable;
using Gatekeeper.Rego.Parsing;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Printing;

/// <summary>The order in which OPA keeps the elements of sets and the members of objects, and which of two equal ones stays.</summary>
internal static class SyntaxOrder
{
    internal static IEnumerable<Term> Sort(ImmutableArray<Term> items)
    {
        var distinct = new Dictionary<string, Term>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            distinct.TryAdd(TermPrinter.Print(item), item);
        }

        return distinct.Values.Order(Comparer<Term>.Create(Compare));
    }

    /// <summary>Of two members with one key the later counts.</summary>
    internal static IEnumerable<ObjectMember> Sort(ImmutableArray<ObjectMember> members)
    {
        var distinct = new Dictionary<string, ObjectMember>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            distinct[TermPrinter.Print(member.Key)] = member;
        }

        return distinct.Values.OrderBy(member => member.Key, Comparer<Term>.Create(Compare));
    }

    internal static int Compare(Term left, Term right)
    {
        var order = RankOf(left).CompareTo(RankOf(right));
        if (order != 0)
        {
            return order;
        }

        return TermValues.ToValue(left) is { } a && TermValues.ToValue(right) is { } b
            ? a.CompareTo(b)
            : string.CompareOrdinal(TermPrinter.Print(left), TermPrinter.Print(right));
    }

    private static int RankOf(Term term) => term switch
    {
        NullTerm => 0,
        BooleanTerm => 1,
        NumberTerm => 2,
        StringTerm => 3,
        TemplateStringTerm => 4,
        VarTerm { Name: not ("input" or "data") } => 5,
        VarTerm or RefTerm => 6,
        ArrayTerm => 7,
        ObjectTerm => 8,
        SetTerm => 9,
        ArrayComprehensionTerm => 10,
        ObjectComprehensionTerm => 11,
        SetComprehensionTerm => 12,
        _ => 13,
    };
}
