using System.Text;
using Rego.Builtins;
using Rego.Capabilities;
using Rego.Errors;
using Rego.Options;
using Rego.Types;
using Rego.Values;

namespace Rego.Tests.Capabilities;

public sealed class RegoCapabilitiesTests
{
    private const string Small = """
        {"builtins": [
          {"name": "eq", "infix": "=", "decl": {"type": "function", "args": [{"type": "any"}, {"type": "any"}], "result": {"type": "boolean"}}},
          {"name": "count", "decl": {"type": "function", "args": [{"type": "any", "name": "x"}], "result": {"type": "number"}}},
          {"name": "host.lookup", "decl": {"type": "function", "args": [{"type": "string"}], "result": {"type": "string"}}}],
         "features": ["rego_v1"], "future_keywords": ["in", "not"], "allow_net": []}
        """;

    [Test]
    public void Current_EachDeclaration_IsThatOfTheFunction()
    {
        var declared = RegoCapabilities.Current.Builtins.ToDictionary(builtin => builtin.Name, builtin => builtin.Type);

        Assert.Multiple(() =>
        {
            foreach (var builtin in RegoBuiltins.All.All)
            {
                Assert.That(declared.TryGetValue(builtin.Name, out var type) && TypeEquality.AreEqual(type, builtin.Type), Is.True, $"{builtin.Name}: is it in rego/Language/Capabilities/current.json, with this type?");
            }
        });
    }

    [TestCase("v0.17.0", "array.concat", true)]
    [TestCase("v0.17.0", "array.reverse", false)]
    [TestCase("v0.36.0", "array.reverse", true)]
    [TestCase("v0.25.0-rc1", "hex.encode", false)]
    [TestCase("v0.25.0-rc2", "hex.encode", true)]
    [TestCase("v1.22.2", "strings.split_n", true)]
    public void TryGetVersion_Builtin_IsThereSinceItsVersion(string version, string name, bool isThere)
    {
        Assert.That(RegoCapabilities.TryGetVersion(version, out var capabilities), Is.True);
        Assert.That(capabilities!.Builtins.Any(builtin => builtin.Name == name), Is.EqualTo(isThere));
    }

    [TestCase("v0.60.0", "rego_v1", false)]
    [TestCase("v1.0.0", "rego_v1", true)]
    [TestCase("v0.60.0", "rule_head_refs", true)]
    [TestCase("v1.22.2", "rule_head_refs", false)]
    public void TryGetVersion_Feature_IsThereBetweenItsVersions(string version, string feature, bool isThere)
    {
        Assert.That(RegoCapabilities.TryGetVersion(version, out var capabilities), Is.True);
        Assert.That(capabilities!.HasFeature(feature), Is.EqualTo(isThere));
    }

    [Test]
    public void TryGetVersion_Newest_HasWhatIsCurrent()
    {
        Assert.That(RegoCapabilities.TryGetVersion(RegoCapabilities.Versions[^1], out var newest), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(newest!.Builtins.Select(builtin => builtin.Name), Is.EqualTo(RegoCapabilities.Current.Builtins.Select(builtin => builtin.Name)));
            Assert.That(newest.Features, Is.EqualTo(RegoCapabilities.Current.Features));
            Assert.That(newest.FutureKeywords, Is.EqualTo(RegoCapabilities.Current.FutureKeywords));
        });
    }

    [Test]
    public void TryGetVersion_NoVersion_IsFalse() => Assert.That(RegoCapabilities.TryGetVersion("v9.9.9", out _), Is.False);

    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{\"builtins\": [{}]}")]
    [TestCase("{\"builtins\": [{\"name\": \"f\", \"decl\": {\"args\": [{\"type\": \"integer\"}]}}]}")]
    [TestCase("{\"features\": [1]}")]
    public void Parse_OtherForm_IsRefused(string text) =>
        Assert.That(() => RegoCapabilities.Parse(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<FormatException>());

    [Test]
    public void ToValue_OfParsed_IsTheSameWithoutEmptyLists()
    {
        var read = RegoJson.Parse("""{"builtins": [{"name": "f", "description": "d", "categories": ["c"], "decl": {"type": "function", "args": [{"type": "string", "name": "x"}], "result": {"type": "number"}}, "relation": true}], "features": ["b", "a"]}"""u8);

        Assert.That(RegoCapabilities.Parse(Encoding.UTF8.GetBytes(read.ToJson())).ToValue(), Is.EqualTo(read));
    }

    [TestCase("p := count([1])", "")]
    [TestCase("p := count(1)", "")]
    [TestCase("p := upper(\"a\")", "undefined function upper")]
    [TestCase("p if { print(1) }", "undefined function internal.print")]
    [TestCase("p := host.lookup(\"a\")", "")]
    [TestCase("p := host.lookup(1)", "host.lookup: invalid argument(s)")]
    [TestCase("p := $\"{1}\"", "template strings are not supported by current capabilities")]
    [TestCase("p := data.b.if", "unexpected if keyword: expected identifier")]
    [TestCase("import future.keywords.not", "")]
    [TestCase("import future.keywords.or", "unexpected keyword, must be one of [contains every if in not]")]
    [TestCase("import rego.v2", "invalid import, `rego.v2` is not supported by current capabilities")]
    public void Compile_WithCapabilities_KnowsNoMore(string text, string error)
    {
        var compiler = new RegoCompiler(new RegoCompilerOptions { Capabilities = RegoCapabilities.Parse(Encoding.UTF8.GetBytes(Small)) });

        var errors = compiler.Compile([new RegoSource("a.rego", $"package a\n\n{text}\n")]).Errors;

        Assert.That(errors.Count == 0 ? string.Empty : errors[0].Message, Is.EqualTo(error));
    }

    [Test]
    public void Evaluate_FunctionThatOnlyCapabilitiesHave_Fails()
    {
        var policy = new RegoCompiler(new RegoCompilerOptions { Capabilities = RegoCapabilities.Parse(Encoding.UTF8.GetBytes(Small)) })
            .Compile([new RegoSource("a.rego", "package a\n\np := host.lookup(input.x)\n")])
            .GetPolicyOrThrow();

        var failure = Assert.Throws<RegoEvaluationException>(() => policy.Prepare("data.a.p").Evaluate(
            RegoObject.From(("x", RegoString.From("a"))), new EvaluationOptions { Limits = EvaluationLimits.Default, StrictBuiltinErrors = true }));
        Assert.That(failure!.Message, Does.Contain("unsupported built-in: host.lookup"));
    }
}
