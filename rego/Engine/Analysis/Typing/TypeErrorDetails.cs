using System.Collections.Immutable;
using Rego.Capabilities;
using Rego.Types;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>What a type error tells beside its message.</summary>
/// <param name="Value">As OPA's JSON.</param>
/// <param name="Lines">As OPA prints it below the message.</param>
internal sealed record TypeErrorDetails(RegoObject Value, ImmutableArray<string> Lines)
{
    /// <summary>The widest line that is shown whole.</summary>
    private const int MaxLineWidth = 80;

    private const string MatchErrorPage = "https://www.openpolicyagent.org/docs/errors/rego-type-error/match-error";

    /// <summary>Operands that do not fit.</summary>
    /// <param name="have">The types of those that are given; null for an unknown one.</param>
    /// <param name="want">What the function takes, its result last where it may be given too.</param>
    /// <param name="variadic">The type of further ones.</param>
    internal static TypeErrorDetails OfOperands(IReadOnlyList<RegoType> have, IReadOnlyList<OperandDeclaration> want, RegoType? variadic)
    {
        var wanted = new RegoObjectBuilder();
        if (want.Count > 0)
        {
            wanted[RegoString.From("args")] = RegoArray.From([.. want.Select(CapabilitiesWriter.WriteOperand)]);
        }

        if (variadic is not null)
        {
            wanted[RegoString.From("variadic")] = TypeJson.Of(variadic);
        }

        return new TypeErrorDetails(RegoObject.From(("have", TypeJson.List(have)), ("want", wanted.Build())), OperandLines(have, want, variadic));
    }

    /// <summary>Two sides that can never be equal.</summary>
    internal static TypeErrorDetails OfMatch(RegoType left, RegoType right)
    {
        var (a, b) = ($"left  : {TypeText.Of(left)}", $"right : {TypeText.Of(right)}");
        if (IsTooWide(a, b))
        {
            var (x, y) = TypeDifference.Of(left, right);
            (a, b) = ($"left  : {x}", $"right : {y}");
        }

        ImmutableArray<string> hint = KindOfBoth(left, right) is { } kind
            ? [$"hint  : both sides are {kind} but their types differ, so they can never be equal (see {MatchErrorPage})"]
            : [];
        return new TypeErrorDetails(RegoObject.From(("a", TypeJson.OfKnown(left)), ("b", TypeJson.OfKnown(right))), [a, b, .. hint]);
    }

    /// <summary>A part of a reference that holds nothing further.</summary>
    /// <param name="reference">The reference as messages show it.</param>
    /// <param name="position">The part, counted from the head.</param>
    /// <param name="have">Its type.</param>
    internal static TypeErrorDetails OfUnsupported(ShownReference reference, int position, RegoType? have) => new(
        RegoObject.From(("ref", reference.ToJson()), ("pos", RegoNumber.From(position)), ("have", TypeJson.OfKnown(have))),
        [reference.ToString(), new string('^', TextWidth.Of(reference.Prefix(position + 1))), $"have: {TypeText.Of(have)}"]);

    /// <summary>A part of a reference that what stands before it does not have.</summary>
    /// <param name="reference">The reference as messages show it.</param>
    /// <param name="position">The part, counted from the head.</param>
    /// <param name="have">Its type, where its value is not constant.</param>
    /// <param name="want">What it could be, and the values where they are known.</param>
    internal static TypeErrorDetails OfInvalid(ShownReference reference, int position, RegoType? have, PossibleKeys want)
    {
        var value = new RegoObjectBuilder
        {
            [RegoString.From("ref")] = reference.ToJson(),
            [RegoString.From("pos")] = RegoNumber.From(position),
            [RegoString.From("want")] = TypeJson.OfKnown(want.Type),
            [RegoString.From("oneOf")] = want.Values.IsEmpty ? RegoNull.Instance : RegoArray.From([.. want.Values]),
        };
        if (have is not null)
        {
            value[RegoString.From("have")] = TypeJson.Of(have);
        }

        var margin = new string(' ', TextWidth.Of(reference.Prefix(position)) + 1);
        return new TypeErrorDetails(value.Build(),
        [
            reference.ToString(),
            margin + "^",
            margin + (have is null ? $"have: {reference.Part(position)}" : $"have (type): {TypeText.Of(have)}"),
            margin + (want.Values.IsEmpty ? $"want (type): {TypeText.Of(want.Type)}" : $"want (one of): [{string.Join(' ', want.Values)}]"),
        ]);
    }

    private static ImmutableArray<string> OperandLines(IReadOnlyList<RegoType> have, IReadOnlyList<OperandDeclaration> want, RegoType? variadic)
    {
        var given = $"have: ({string.Join(", ", have.Select(type => TypeText.Of(type)))})";
        var wanted = $"want: ({string.Join(", ", WithVariadic(want.Select(operand => Named(operand, TypeText.Of(operand.Type))), variadic))})";
        if (!IsTooWide(given, wanted))
        {
            return [given, wanted];
        }

        var pairs = have.Zip(want, (type, operand) => Pair(type, operand.Type)).ToList();
        var left = pairs.Select(pair => pair.Left).Concat(have.Skip(pairs.Count).Select(TypeText.Aside));
        var right = want.Select((operand, i) => Named(operand, i < pairs.Count ? pairs[i].Right : TypeText.Aside(operand.Type)));
        return [$"have: ({string.Join(", ", left)})", $"want: ({string.Join(", ", WithVariadic(right, variadic))})"];
    }

    /// <summary>An operand that fits is not what the message is about.</summary>
    private static (string Left, string Right) Pair(RegoType have, RegoType want) => TypeMatching.CanMatch(have, want)
        ? (TypeText.Aside(have), want is AnyType ? TypeText.Of(want, depth: 0) : TypeText.Aside(want))
        : TypeDifference.Of(have, want);

    private static string Named(OperandDeclaration operand, string type) => operand.Name is null ? type : $"{operand.Name}: {type}";

    private static IEnumerable<string> WithVariadic(IEnumerable<string> operands, RegoType? variadic) =>
        variadic is null ? operands : operands.Append(TypeText.Of(variadic) + TypeText.Elision);

    private static bool IsTooWide(string a, string b) => TextWidth.Of(a) > MaxLineWidth || TextWidth.Of(b) > MaxLineWidth;

    private static string? KindOfBoth(RegoType left, RegoType right) => (left, right) switch
    {
        (ArrayType, ArrayType) => "arrays",
        (ObjectType, ObjectType) => "objects",
        (SetType, SetType) => "sets",
        _ => null,
    };
}
