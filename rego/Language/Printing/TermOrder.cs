using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Printing;

/// <summary>The order of terms by which OPA keeps the elements of sets and the members of objects; terms of the same place in it are one.</summary>
internal sealed class TermOrder : IComparer<Term>
{
    internal static TermOrder Instance { get; } = new();

    public int Compare(Term? x, Term? y)
    {
        var order = RankOf(x!).CompareTo(RankOf(y!));
        return order != 0 ? order : CompareSameKind(x!, y!);
    }

    private int CompareSameKind(Term left, Term right) => (left, right) switch
    {
        (NullTerm, _) => 0,
        (BooleanTerm a, BooleanTerm b) => a.Value.CompareTo(b.Value),
        (NumberTerm a, NumberTerm b) => a.Constant.CompareTo(b.Constant),
        (StringTerm a, StringTerm b) => a.Constant.CompareTo(b.Constant),
        (ArrayTerm a, ArrayTerm b) => Compare(a.Items, b.Items),
        (SetTerm a, SetTerm b) => Compare(SyntaxOrder.Sort(a.Items), SyntaxOrder.Sort(b.Items)),
        (ObjectTerm a, ObjectTerm b) => Compare(SyntaxOrder.Sort(a.Members), SyntaxOrder.Sort(b.Members)),
        (VarTerm a, VarTerm b) => RegoString.CompareOrdinal(a.Name, b.Name),
        (VarTerm or RefTerm, VarTerm or RefTerm) => Compare(PartsOf(left), PartsOf(right)),
        (CallTerm a, CallTerm b) => Compare([a.Operator, .. a.Arguments], [b.Operator, .. b.Arguments]),
        (ArrayComprehensionTerm a, ArrayComprehensionTerm b) => First(Compare(a.Item, b.Item), a.Body, b.Body),
        (SetComprehensionTerm a, SetComprehensionTerm b) => First(Compare(a.Item, b.Item), a.Body, b.Body),
        (ObjectComprehensionTerm a, ObjectComprehensionTerm b) => First(Compare([a.Key, a.Value], [b.Key, b.Value]), a.Body, b.Body),
        _ => CompareTexts(TermPrinter.Print(left, TermStyle.Distinct), TermPrinter.Print(right, TermStyle.Distinct)),
    };

    private int Compare(ImmutableArray<Term> left, ImmutableArray<Term> right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            var order = Compare(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <summary>All keys before all values.</summary>
    private int Compare(ImmutableArray<ObjectMember> left, ImmutableArray<ObjectMember> right)
    {
        var order = Compare([.. left.Select(member => member.Key)], [.. right.Select(member => member.Key)]);
        return order != 0 ? order : Compare([.. left.Select(member => member.Value)], [.. right.Select(member => member.Value)]);
    }

    private static int First(int order, Body left, Body right) =>
        order != 0 ? order : CompareTexts(TermPrinter.Print(left, TermStyle.Distinct), TermPrinter.Print(right, TermStyle.Distinct));

    private static int CompareTexts(string left, string right) => RegoString.CompareOrdinal(left, right);

    private static ImmutableArray<Term> PartsOf(Term term) => term is RefTerm reference ? [reference.Head, .. reference.Path] : [term];

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
