using System.Collections.Immutable;
using Rego.Syntax.Terms;

namespace Rego.Printing;

/// <summary>The elements of sets and the members of objects as OPA keeps them: sorted, each once.</summary>
internal static class SyntaxOrder
{
    /// <summary>Of equal elements the first stays.</summary>
    internal static ImmutableArray<Term> Sort(ImmutableArray<Term> items)
    {
        if (items.Length < 2)
        {
            return items;
        }

        var distinct = new SortedSet<Term>(TermOrder.Instance);
        foreach (var item in items)
        {
            distinct.Add(item);
        }

        return [.. distinct];
    }

    /// <summary>Of members with one key the first key stays, and the last value.</summary>
    internal static ImmutableArray<ObjectMember> Sort(ImmutableArray<ObjectMember> members)
    {
        if (members.Length < 2)
        {
            return members;
        }

        var values = new SortedDictionary<Term, Term>(TermOrder.Instance);
        foreach (var member in members)
        {
            values[member.Key] = member.Value;
        }

        return [.. values.Select(member => new ObjectMember(member.Key, member.Value))];
    }
}
