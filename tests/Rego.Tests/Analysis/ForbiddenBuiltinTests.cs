using Rego.Options;

namespace Rego.Tests.Analysis;

/// <summary>A function that may not be called may not be called in any spelling.</summary>
internal sealed class ForbiddenBuiltinTests
{
    private static readonly RegoCompilerOptions NoUpper = new() { ForbiddenBuiltins = new HashSet<string> { "upper" } };

    [TestCase("p := upper(\"a\")")]
    [TestCase("p if { upper(\"a\", x); x == \"A\" }")]
    [TestCase("p := [x | x := upper(\"a\")]")]
    [TestCase("p := {upper(k): 1 | some k in input.xs}")]
    [TestCase("p if { every x in input.xs { upper(x) == \"A\" } }")]
    [TestCase("p := $\"{upper(\"a\")}\"")]
    [TestCase("p if { not upper(input.x) == \"A\" }")]
    [TestCase("f(x) := upper(x)")]
    [TestCase("p if { lower(\"a\") with lower as upper }")]
    [TestCase("p if { true with upper as \"x\" }")]
    [TestCase("f(x) := x\np if { f(\"a\") with data.a.f as upper }")]
    [TestCase("p if { true with data.x as upper }")]
    [TestCase("p := 1 if false else := upper(\"a\")")]
    [TestCase("p if { print(upper(\"a\")) }")]
    [TestCase("import future.keywords.or\np if { input.x or upper(\"a\") == \"A\" }")]
    public void Analyze_CallOfAForbiddenFunction_IsRefused(string text) =>
        Assert.That(Compiled.Errors(text, NoUpper), Has.Some.Contains("upper"));

    [Test]
    public void Analyze_RuleOfTheSameName_IsNotTheForbiddenFunction() =>
        Assert.That(Compiled.Errors("upper(x) := x\np := upper(1)", NoUpper), Is.Empty);

    [TestCase("p := http.send({\"method\": \"get\", \"url\": \"http://localhost\"})")]
    [TestCase("p := net.lookup_ip_addr(\"localhost\")")]
    public void Analyze_CallOfAnExternalFunction_IsRefusedByDefault(string text) => Assert.That(Compiled.Errors(text), Is.Not.Empty);
}
