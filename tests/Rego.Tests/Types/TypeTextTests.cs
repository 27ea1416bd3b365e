using Rego.Builtins;
using Rego.Types;
using Rego.Values;

namespace Rego.Tests.Types;

public sealed class TypeTextTests
{
    private static readonly RegoType Person = new ObjectType([Property("name", RegoType.String), Property("roles", RegoType.SetOf(RegoType.String))], null, null);

    private static readonly TestCaseData[] Depths =
    [
        new(null, 0, "???"),
        new(RegoType.String, 0, "string"),
        new(RegoType.Any, 0, "any"),
        new(RegoType.OneOf(RegoType.String, RegoType.Null), 1, "any<null, string>"),
        new(RegoType.OneOf(RegoType.String, RegoType.Null), 0, "any<...>"),
        new(RegoType.SetOf(RegoType.String), 0, "set[...]"),
        new(new SetType(UnknownType.Instance), -1, "set"),
        new(RegoType.Tuple(), -1, "array"),
        new(new ArrayType([RegoType.String], RegoType.Number), 0, "array<...>[...]"),
        new(new ArrayType([RegoType.String], RegoType.Number), 1, "array<string>[number]"),
        new(Person, 0, "object<...>"),
        new(Person, 1, "object<name: string, roles: set[...]>"),
        new(Person, -1, "object<name: string, roles: set[string]>"),
        new(BuiltinTypes.AnyObject, 0, "object[...]"),
        new(BuiltinTypes.AnyObject, -1, "object[any: any]"),
        new(new FunctionType([RegoType.String], RegoType.Boolean), 0, "(...) => ..."),
        new(new FunctionType([RegoType.String], null), -1, "(string) => ???"),
        new(new FunctionType([], RegoType.Boolean, RegoType.Any), -1, "(any...) => boolean"),
    ];

    [TestCaseSource(nameof(Depths))]
    public void Of_ToADepth_LeavesOutWhatIsBelow(RegoType? type, int depth, string text) => Assert.That(TypeText.Of(type, depth), Is.EqualTo(text));

    [Test]
    public void Difference_OfObjects_LeavesOutWhatIsEqual()
    {
        var other = new ObjectType([Property("name", RegoType.Number), Property("roles", RegoType.SetOf(RegoType.String)), Property("age", RegoType.Number)], null, null);

        Assert.That(TypeDifference.Of(Person, other), Is.EqualTo(("object<name: string, ...>", "object<age: number, name: number, ...>")));
    }

    [Test]
    public void Difference_OfAlternatives_LeavesOutWhatBothHave() => Assert.That(
        TypeDifference.Of(RegoType.OneOf(RegoType.Boolean, RegoType.Number, RegoType.String), RegoType.OneOf(RegoType.Number, RegoType.String)),
        Is.EqualTo(("any<boolean, ...>", "any<...>")));

    [Test]
    public void Difference_OfArraysOfDifferentLength_ShowsTheirElements() => Assert.That(
        TypeDifference.Of(RegoType.Tuple(RegoType.String), RegoType.Tuple(RegoType.String, RegoType.SetOf(RegoType.Any))),
        Is.EqualTo(("array<string>", "array<string, set[...]>")));

    [Test]
    public void Difference_OfOtherKinds_ShowsLongTypesByTheirKind() => Assert.That(
        TypeDifference.Of(RegoType.SetOf(Person), RegoType.SetOf(RegoType.Any)),
        Is.EqualTo(("set[object<...>]", "set[any]")));

    private static KeyValuePair<RegoValue, RegoType> Property(string name, RegoType type) => new(RegoString.From(name), type);
}
