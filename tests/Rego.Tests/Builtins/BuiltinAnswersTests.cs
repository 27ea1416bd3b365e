using NUnit.Framework;

namespace Rego.Tests.Builtins;

/// <summary>One or two answers and failures of each family; the conformance cases have the rest.</summary>
public sealed class BuiltinAnswersTests
{
    [TestCase("[1, 3]", "sort", "[3, 1]")]
    [TestCase("0.02", "product", "[0.1, 0.2]")]
    [TestCase("123456789012345678901234567891", "sum", "[123456789012345678901234567890, 1]")]
    [TestCase("[1, 2, [3]]", "array.flatten", "[1, [2, [3]]]")]
    [TestCase("[2]", "array.slice", "[1, 2, 3]", "1", "2")]
    [TestCase("{\"a\": {\"b\": 2, \"c\": 3}}", "object.union", "{\"a\": {\"b\": 1, \"c\": 3}}", "{\"a\": {\"b\": 2}}")]
    [TestCase("3", "object.get", "{\"a\": {\"b\": 3}}", "[\"a\", \"b\"]", "0")]
    [TestCase("true", "object.subset", "{\"a\": [1, 2, 3]}", "{\"a\": [2, 3]}")]
    [TestCase("{\"a\": {\"c\": 2}}", "json.remove", "{\"a\": {\"b\": 1, \"c\": 2}}", "[\"a/b\"]")]
    [TestCase("{\"a\": {\"b\": 1}}", "json.filter", "{\"a\": {\"b\": 1, \"c\": 2}}", "[\"a/b\"]")]
    [TestCase("{\"a\": [1, 9, 2]}", "json.patch", "{\"a\": [1, 2]}", "[{\"op\": \"add\", \"path\": \"/a/1\", \"value\": 9}]")]
    [TestCase("-1", "bits.negate", "0")]
    [TestCase("12", "bits.and", "13", "14")]
    [TestCase("10240", "units.parse_bytes", "\"10KiB\"")]
    [TestCase("0.1000000000", "units.parse", "\"100m\"")]
    [TestCase("-1", "semver.compare", "\"1.0.0-alpha\"", "\"v1.0.0\"")]
    [TestCase("true", "net.cidr_contains", "\"10.0.0.0/8\"", "\"10.1.0.0/16\"")]
    [TestCase("{\"10.0.0.0/23\"}", "net.cidr_merge", "[\"10.0.0.0/24\", \"10.0.1.0/24\"]")]
    [TestCase("{\"a\", \"b\"}", "graph.reachable", "{\"a\": [\"b\"], \"b\": [\"a\"], \"c\": []}", "#[\"a\"]")]
    [TestCase("\"ff\"", "format_int", "255", "16")]
    [TestCase("[1, 3, 5]", "numbers.range_step", "1", "5", "2")]
    [TestCase("\"a: 1\\nb:\\n  - x\\n\"", "yaml.marshal", "{\"b\": [\"x\"], \"a\": 1}")]
    [TestCase("\"Hi Ann: 1,2,\"", "strings.render_template", "\"Hi {{.name}}: {{range .n}}{{.}},{{end}}\"", "{\"name\": \"Ann\", \"n\": [1, 2]}")]
    [TestCase("\"<undefined>\"", "strings.render_template", "\"{{.missing}}\"", "{}")]
    [TestCase("{\"Definitions\": [{\"BuiltIn\": false, \"Description\": \"\", \"Kind\": \"SCALAR\", \"Name\": \"A\"}]}", "graphql.parse_schema", "\"scalar A\"")]
    [TestCase("\"900150983cd24fb0d6963f7d28e17f72\"", "crypto.md5", "\"abc\"")]
    public void Call_OnRightOperands_GivesOpasAnswer(string expected, string name, params string[] operands) =>
        Assert.That(Call.Json(name, operands).ToString(), Is.EqualTo(expected));

    [TestCase("operand 1 must be array but got object", "array.reverse", "{}")]
    [TestCase("operand 2 must be one of {object, set, array} but got string", "object.remove", "{}", "\"a\"")]
    [TestCase("operand 2 must be array of strings but got array containing number", "concat", "\",\"", "[1]")]
    [TestCase("operand 1 must be integer number but got floating-point number", "bits.or", "1.5", "1")]
    [TestCase("operand 2 must be one of {2, 8, 10, 16}", "format_int", "1", "3")]
    [TestCase("empty search character", "indexof", "\"a\"", "\"\"")]
    [TestCase("negative offset", "substring", "\"abc\"", "-1", "1")]
    [TestCase("step must be a positive integer", "numbers.range_step", "1", "2", "0")]
    [TestCase("unit x not recognized", "units.parse", "\"1x\"")]
    [TestCase("is not a valid SemVer", "semver.compare", "\"1\"", "\"1.0.0\"")]
    [TestCase("invalid CIDR address", "net.cidr_contains", "\"10.0.0.01/8\"", "\"10.0.0.1\"")]
    [TestCase("IPv6 invalid: needs prefix length", "net.cidr_merge", "[\"::1\"]")]
    [TestCase("x509", "crypto.x509.parse_certificates", "\"nope\"")]
    [TestCase("expected at least one definition, found }", "graphql.parse_query", "\"{}\"")]
    [TestCase("missing required request parameters(s): {\"method\", \"url\"}", "providers.aws.sign_req", "{}", "{}", "1")]
    [TestCase("NOT VALID", "json.match_schema", "{}", "{\"type\": \"nonsense\"}")]
    [TestCase("unexpected", "strings.render_template", "\"{{end}}\"", "{}")]
    public void Call_OnWrongOperands_FailsInOpasWords(string problem, string name, params string[] operands) =>
        Assert.That(Call.Error(name, operands), Does.StartWith(name + ": ").And.Contains(problem));
}
