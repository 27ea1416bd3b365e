using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Trees;

/// <summary>Terms whose value stands in the text.</summary>
internal static class ConstantTerms
{
    /// <summary>The value of a scalar term, or null for any other term.</summary>
    internal static RegoValue? ToScalar(Term term) => term switch
    {
        StringTerm text => text.Constant,
        NumberTerm number => number.Constant,
        BooleanTerm boolean => RegoBoolean.From(boolean.Value),
        NullTerm => RegoNull.Instance,
        _ => null,
    };

    /// <summary>The value of a term made of constants alone, or null for any other term.</summary>
    internal static RegoValue? ToValue(Term term) => term switch
    {
        ArrayTerm array => All(array.Items) is { } items ? RegoArray.From(items) : null,
        SetTerm set => All(set.Items) is { } items ? ToSet(items) : null,
        ObjectTerm obj => All([.. obj.Members.Select(member => member.Key)]) is { } keys && All([.. obj.Members.Select(member => member.Value)]) is { } values
            ? RegoObject.From(keys.Zip(values, (key, value) => new KeyValuePair<RegoValue, RegoValue>(key, value)))
            : null,
        _ => ToScalar(term),
    };

    private static RegoValue[]? All(IReadOnlyList<Term> terms)
    {
        var values = new RegoValue[terms.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (ToValue(terms[i]) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return values;
    }

    private static RegoSet ToSet(RegoValue[] items)
    {
        var builder = new RegoSetBuilder();
        foreach (var item in items)
        {
            builder.Add(item);
        }

        return builder.Build();
    }
}
