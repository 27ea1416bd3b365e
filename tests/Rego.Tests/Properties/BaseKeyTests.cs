using System.Globalization;
using CsCheck;
using Rego.Options;
using Rego.Tests.Tracing;
using Rego.Values;

namespace Rego.Tests.Properties;

/// <summary>A key finds the same in the base document, however it comes to the reference: what its text names.</summary>
public sealed class BaseKeyTests
{
    private const int Documents = 150;

    private static readonly string[] Keys =
        ["0", "1", "2", "7", "-1", "-0", "1.0", "1e0", "7.0", "true", "null", "[1]", "\"0\"", "\"1\"", "\"01\"", "\"+1\"", "\"-0\"", "\"1.0\"", "\"7\"", "\"-\"", "\"\"", "\"a\"", "\"true\""];

    private static readonly string[] Names = ["0", "1", "7", "-1", "-0", "1.0", "1e0", "01", "+1", "a", "true", "null", "-", ""];

    private static readonly Gen<string> Scalar = Gen.Int[0, 9].Select(number => $"{number}");

    private static readonly Gen<string> Array = Scalar.Array[0, 3].Select(items => $"[{string.Join(", ", items)}]");

    private static readonly Gen<string> Member = Gen.Select(AnyOf(Names), Gen.OneOf(Scalar, Array), (name, value) => $"\"{name}\": {value}");

    private static readonly Gen<string> Object = Member.Array[0, 6].Select(members => $"{{{string.Join(", ", members.DistinctBy(member => member.Split(':')[0]))}}}");

    private static readonly Gen<(string Document, string First, string Second)> Case =
        Gen.Select(Gen.OneOf(Array, Object), AnyOf(Keys), AnyOf(Keys));

    [TestCase(false)]
    [TestCase(true)]
    public void Evaluate_KeyByAnyWay_FindsWhatItsTextNames(bool isObserved) => Case.Sample(
        pair =>
        {
            var (document, first, second) = pair;
            var compiler = new RegoCompiler(isObserved ? Traced.Compilation : new RegoCompilerOptions());
            var data = (RegoObject)RegoJson.Parse($"{{\"d\": {document}}}");
            var policy = compiler.Compile([new RegoSource("t.rego", Module(first, second))], data).GetPolicyOrThrow();
            var found = policy.Prepare("data.t.found").Evaluate(RegoJson.Parse($"{{\"a\": {first}, \"b\": {second}}}"), Options());

            var one = Named(RegoJson.Parse(document), RegoJson.Parse(first));
            var two = Named(one, RegoJson.Parse(second));
            Assert.That(found, Is.EqualTo(RegoTerm.Parse($"[{Many(one, 7)}, {Many(two, 4)}]")), $"{document} {first} {second}");
        },
        iter: Documents,
        threads: 1);

    private static string Module(string first, string second) => $$"""
        package t
        a := {{first}}
        f(k) := data.d[k]
        g(k, l) := data.d[k][l]
        one contains ["literal", x] if x := data.d[{{first}}]
        one contains ["input", x] if x := data.d[input.a]
        one contains ["some", x] if { some k in [{{first}}]; x := data.d[k] }
        one contains ["argument", x] if x := f(input.a)
        one contains ["rule", x] if x := data.d[a]
        one contains ["every", x] if { x := data.d[a]; every k in [{{first}}] { data.d[k] == x } }
        one contains ["with", x] if x := data.d[input.c] with input.c as input.a
        two contains ["literal", x] if x := data.d[{{first}}][{{second}}]
        two contains ["input", x] if x := data.d[input.a][input.b]
        two contains ["mixed", x] if { some k in [{{first}}]; x := data.d[k][{{second}}] }
        two contains ["argument", x] if x := g(input.a, input.b)
        found := [[x | some [_, x] in one], [x | some [_, x] in two]]
        """;

    private static Gen<string> AnyOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static EvaluationOptions Options() => new() { Limits = EvaluationLimits.Default };

    private static string Many(RegoValue value, int count) =>
        value.IsDefined ? $"[{string.Join(", ", Enumerable.Repeat(value.ToString(), count))}]" : "[]";

    /// <summary>What a path of texts finds in a document, told apart from how the engine does it.</summary>
    private static RegoValue Named(RegoValue document, RegoValue key)
    {
        var text = key is RegoNumber number ? number.Text : (key as RegoString)?.Value;
        return (text, document) switch
        {
            (not null, RegoObject members) => members[text],
            (not null, RegoArray items) when IsIndex(text) && int.Parse(text, CultureInfo.InvariantCulture) is >= 0 and var at && at < items.Count => items[at],
            _ => RegoValue.Undefined,
        };
    }

    private static bool IsIndex(string text) => text.TrimStart('+', '-').Length > 0 && text.TrimStart('+', '-').All(char.IsAsciiDigit);
}
