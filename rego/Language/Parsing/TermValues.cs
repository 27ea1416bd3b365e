using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Parsing;

/// <summary>The values of terms that are written out: scalars, and arrays, sets and objects of such.</summary>
internal static class TermValues
{
    /// <summary>The value, or null where the term has to be evaluated.</summary>
    internal static RegoValue? ToValue(Term term) => term switch
    {
        NullTerm => RegoNull.Instance,
        BooleanTerm boolean => RegoBoolean.From(boolean.Value),
        NumberTerm number => RegoNumber.FromText(number.Text),
        StringTerm text => RegoString.From(text.Value),
        ArrayTerm array => OfArray(array),
        SetTerm set => OfSet(set),
        ObjectTerm @object => OfObject(@object),
        _ => null,
    };

    private static RegoArray? OfArray(ArrayTerm array)
    {
        var items = new RegoValue[array.Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (ToValue(array.Items[i]) is not { } item)
            {
                return null;
            }

            items[i] = item;
        }

        return RegoArray.From(items);
    }

    private static RegoSet? OfSet(SetTerm set)
    {
        var builder = new RegoSetBuilder();
        foreach (var term in set.Items)
        {
            if (ToValue(term) is not { } item)
            {
                return null;
            }

            builder.Add(item);
        }

        return builder.Build();
    }

    private static RegoObject? OfObject(ObjectTerm @object)
    {
        var builder = new RegoObjectBuilder(@object.Members.Length);
        foreach (var member in @object.Members)
        {
            if (ToValue(member.Key) is not { } key || ToValue(member.Value) is not { } value)
            {
                return null;
            }

            builder[key] = value;
        }

        return builder.Build();
    }
}
