using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>Values as terms without a place.</summary>
internal static class ValueTerms
{
    internal static Term Of(RegoValue value) => value switch
    {
        RegoBoolean boolean => new BooleanTerm(default, boolean == RegoBoolean.True),
        RegoNumber number => new NumberTerm(default, number.Text),
        RegoString text => new StringTerm(default, text.Value, isRaw: false),
        RegoArray array => new ArrayTerm(default, [.. array.Items.ToArray().Select(Of)]),
        RegoSet set => new SetTerm(default, [.. set.Items.ToArray().Select(Of)]),
        RegoObject members => new ObjectTerm(default, [.. members.Select(member => new ObjectMember(Of(member.Key), Of(member.Value)))]),
        _ => new NullTerm(default),
    };
}
