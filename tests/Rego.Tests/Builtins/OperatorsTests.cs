using NUnit.Framework;
using Rego.Values;

namespace Rego.Tests.Builtins;

public sealed class OperatorsTests
{
    [TestCase("plus", "1", "2", "3")]
    [TestCase("plus", "9223372036854775807", "1", "9223372036854775808")]
    [TestCase("plus", "0.1", "0.2", "0.3")]
    [TestCase("minus", "1", "0.9", "0.10000000000000000002")]
    [TestCase("minus", "#[1, 2, 3]", "#[2]", "{1, 3}")]
    [TestCase("mul", "123456789012345678901234567890", "3.0", "370370367037037036703703703670")]
    [TestCase("mul", "-9223372036854775808", "-1", "9223372036854775808")]
    [TestCase("div", "6", "3", "2")]
    [TestCase("div", "-1", "3", "-0.33333333333333333334")]
    [TestCase("div", "1e-7", "2", "5e-08")]
    [TestCase("div", "-9223372036854775808", "-1", "9223372036854775808")]
    [TestCase("rem", "-7", "3", "-1")]
    [TestCase("rem", "10", "18446744073709551616", "10")]
    [TestCase("and", "#[1, 2, 3]", "#[2, 3, 4]", "{2, 3}")]
    [TestCase("or", "#[1, 3]", "#[2]", "{1, 2, 3}")]
    public void Operator_OnTwoOperands_GivesOpasAnswer(string name, string a, string b, string expected) =>
        Assert.That(Call.Json(name, a, b).ToString(), Is.EqualTo(expected));

    [TestCase("plus", "1", "\"a\"", "plus: operand 2 must be number but got string")]
    [TestCase("minus", "\"a\"", "1", "minus: operand 1 must be one of {number, set} but got string")]
    [TestCase("minus", "1", "#[1]", "minus: operand 2 must be number but got set")]
    [TestCase("minus", "#[1]", "1", "minus: operand 2 must be set but got number")]
    [TestCase("div", "1", "0.0", "div: divide by zero")]
    [TestCase("rem", "1", "0", "rem: modulo by zero")]
    [TestCase("rem", "1.5", "1", "rem: modulo on floating-point number")]
    [TestCase("and", "[1]", "#[1]", "and: operand 1 must be set but got array")]
    public void Operator_OnWrongOperands_FailsInOpasWords(string name, string a, string b, string expected) =>
        Assert.That(Call.Error(name, a, b), Is.EqualTo(expected));

    [Test]
    public void Operator_ExponentBeyondBounds_FailsInsteadOfFillingTheMemory() =>
        Assert.That(Call.Error("plus", "1e999999999", "1"), Does.Contain("out of range"));

    [TestCase("2", "[1, 2]", true)]
    [TestCase("2", "{\"a\": 2}", true)]
    [TestCase("\"a\"", "{\"a\": 2}", false)]
    [TestCase("1.0", "#[1]", true)]
    [TestCase("1", "\"1\"", false)]
    public void Member_OfACollection_ComparesValues(string value, string collection, bool expected) =>
        Assert.That(Call.Json("internal.member_2", value, collection), Is.EqualTo(RegoBoolean.From(expected)));
}
