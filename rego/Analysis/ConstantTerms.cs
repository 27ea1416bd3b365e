using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Terms whose value stands in the text.</summary>
internal static class ConstantTerms
{
    /// <summary>The value of a scalar term, or null for any other term.</summary>
    internal static RegoValue? ToScalar(Term term) => term switch
    {
        StringTerm text => RegoString.From(text.Value),
        NumberTerm number => RegoNumber.FromText(number.Text),
        BooleanTerm boolean => RegoBoolean.From(boolean.Value),
        NullTerm => RegoNull.Instance,
        _ => null,
    };
}
