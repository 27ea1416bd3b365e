using NUnit.Framework;
using Rego.Errors;
using Rego.Values;

namespace Rego.Tests.Builtins;

/// <summary><c>sprintf</c>: each verb of Go that policies use, with the values that it was not made for.</summary>
public sealed class SprintfTests
{
    [TestCase("%d", "[5]", "5")]
    [TestCase("%s has %d of %v", "[\"a\", 2, [1, \"x\"]]", "a has 2 of [1, \"x\"]")]
    [TestCase("%v", "[null]", "null")]
    [TestCase("%q", "[\"a\\\"b\"]", "\"a\\\"b\"")]
    [TestCase("%05d|%-5d|%+d|% d", "[42, 42, 42, 42]", "00042|42   |+42| 42")]
    [TestCase("%x %X %o %b %c %U", "[255, 255, 8, 5, 65, 233]", "ff FF 10 101 A U+00E9")]
    [TestCase("%.2f|%8.3f|%e|%g", "[3.14159, 2.5, 12345.678, 1e21]", "3.14|   2.500|1.234568e+04|1e+21")]
    [TestCase("%v %v", "[12345678.9, 0.000001]", "1.23456789e+07 1e-06")]
    [TestCase("%[2]v %[1]v", "[1, 2]", "2 1")]
    [TestCase("%*d|", "[5, 42]", "   42|")]
    [TestCase("%s", "[1]", "%!s(int64=1)")]
    [TestCase("%d", "[\"a\", 1]", "%!d(string=a)%!(EXTRA int64=1)")]
    [TestCase("%d %d", "[1]", "1 %!d(MISSING)")]
    [TestCase("100%", "[]", "100%!(NOVERB)")]
    [TestCase("%[3]d", "[1]", "%!d(BADINDEX)")]
    [TestCase("%1000000000d|", "[1]", "%!(NOVERB)%!(EXTRA int64=1)")]
    [TestCase("%.1000000000f|", "[1.5]", "%!(NOVERB)%!(EXTRA float64=1.5)")]
    [TestCase("%d", "[123456789012345678901234567890]", "123456789012345678901234567890")]
    public void Sprintf_OfVerbs_FormatsAsGoDoes(string format, string operands, string expected) =>
        Assert.That(((RegoString)Call.Json("sprintf", $"\"{format}\"", operands)).Value, Is.EqualTo(expected));

    [Test]
    public void Sprintf_HugeWidths_EndsAtTheMemoryBound()
    {
        var context = new BuiltinTestContext("sprintf") { MaxBytes = 1 << 20 };
        var format = RegoString.From(string.Concat(Enumerable.Repeat("%999999[1]d", 1000)));
        var error = Assert.Throws<RegoEvaluationException>(() => Call.With(context, "sprintf", format, RegoArray.From(RegoNumber.From(1))))!;
        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }
}
