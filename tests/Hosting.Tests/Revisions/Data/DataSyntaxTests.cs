using System.Text;
using Gatekeeper.Rego;
using Gateway.Hosting.Revisions.Data;

namespace Hosting.Tests.Revisions.Data;

/// <summary>What readers of YAML and JSON pass over without a word is told, with its place.</summary>
[TestFixture]
internal sealed class DataSyntaxTests
{
    [TestCase("a: 1\nb:\n  c: 1\n  c: 2\n", "roles/data.yaml:4:3: the key c stands here a second time")]
    [TestCase("a: 1\n\"a\": 2\n", "roles/data.yaml:2:1: the key a stands here a second time")]
    [TestCase("a: 1\n'\\u0061': 2\n\"\\u0061\": 2\n", "roles/data.yaml:3:1: the key a stands here a second time")]
    [TestCase("x: {a: 1, b: 2, a: 3}\n", "roles/data.yaml:1:17: the key a stands here a second time")]
    [TestCase("x: [{a: 1}, {a: 1, a: 1}]\n", "roles/data.yaml:1:20: the key a stands here a second time")]
    [TestCase("b: &b {x: 1}\na:\n  <<: *b\n", "roles/data.yaml:3:3: merge keys (<<) are not taken")]
    [TestCase("1: a\n", "roles/data.yaml:1:1: the key 1 reads as a number; write \"1\"")]
    [TestCase("1: a\n\"1\": b\n", "roles/data.yaml:2:1: the key 1 stands here a second time")]
    [TestCase("on: a\n", "the key on reads as a boolean; write \"on\"")]
    [TestCase("No: a\n", "the key No reads as a boolean")]
    [TestCase("true: a\n", "the key true reads as a boolean")]
    [TestCase("null: a\n", "the key null reads as null")]
    [TestCase("~: a\n", "the key ~ reads as null")]
    [TestCase(": a\n", "the key is empty and reads as null")]
    [TestCase("2026-11-30: a\n", "the key 2026-11-30 reads as a date")]
    [TestCase("2026-11-30T08:00:00Z: a\n", "reads as a date")]
    [TestCase("1e3: a\n", "the key 1e3 reads as a number")]
    [TestCase("0x1F: a\n", "reads as a number")]
    [TestCase("0o17: a\n", "reads as a number")]
    [TestCase("017: a\n", "reads as a number")]
    [TestCase("1_000: a\n", "reads as a number")]
    [TestCase("08:30: a\n", "the key 08:30 reads as a number")]
    [TestCase(".inf: a\n", "reads as a number")]
    [TestCase("-1.5: a\n", "reads as a number")]
    [TestCase("!!str 1: a\n", "the key 1 has a tag")]
    [TestCase("? [a, b]\n: c\n", "roles/data.yaml:1:3: the key is not a text")]
    [TestCase("a: 1\n---\nb: 1\n", "roles/data.yaml:2:1: a second document begins")]
    [TestCase("a: [1\n", "the YAML cannot be read: did not find expected")]
    [TestCase("a: *b\n", "roles/data.yaml:1:4: the YAML cannot be read: there is no anchor 'b'")]
    public void FindFaults_Yaml_AreToldWithTheirPlace(string text, string fault) => Assert.That(Faults("roles/data.yaml", text), Has.Some.Contains(fault));

    [TestCase("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n")]
    [TestCase("\"1\": a\n'on': b\n\"2026-11-30\": c\n")]
    [TestCase("1.2.3: a\nv1: b\n1-2: c\nonly: d\nnone: e\n4eyes: f\n10.0.0.0/8: g\n")]
    [TestCase("a: {b: 1}\nc: {b: 1}\n")]
    [TestCase("kubernetes.io/serviceaccount/uid: [x]\n\"person:alice\": y\n\"*\": z\n")]
    [TestCase("")]
    [TestCase("---\na: 1\n...\n")]
    public void FindFaults_YamlThatMeansOneThing_HasNone(string text) => Assert.That(Faults("roles/data.yaml", text), Is.Empty);

    [TestCase("""{"a": 1, "b": {"c": 1, "c": 2}}""", "roles/data.json:1:24: the key c stands here a second time")]
    [TestCase("{\"a\": 1,\n \"\\u0061\": 2}", "roles/data.json:2:2: the key a stands here a second time")]
    [TestCase("[{\"a\": 1}, {\"a\": 1, \"a\": 1}]", "roles/data.json:1:21: the key a stands here a second time")]
    [TestCase("{\"a\": 1,}", "roles/data.json:1:9: the JSON cannot be read")]
    [TestCase("{\"\\ud800\": 1}", "the JSON cannot be read")]
    public void FindFaults_Json_AreToldWithTheirPlace(string text, string fault) => Assert.That(Faults("roles/data.json", text), Has.Some.Contains(fault));

    [Test]
    public void FindFaults_NestedWithoutEnd_EndsWithAnAnswer() => Assert.Multiple(() =>
    {
        Assert.That(Faults("roles/data.yaml", new string('[', 2000) + new string(']', 2000)), Has.Some.Contains("nested more than 256 deep"));
        Assert.That(Faults("roles/data.json", new string('[', 2000) + new string(']', 2000)), Has.Some.Contains("cannot be read"));
    });

    [Test]
    public void FindFaults_KeyThatControlsATerminal_IsPrintable() =>
        Assert.That(Faults("roles/data.yaml", "\"\\e[31m\": 1\n\"\\e[31m\": 1\n").Single(), Has.None.Matches<char>(char.IsControl));

    private static List<string> Faults(string path, string text) => DataSyntax.FindFaults([new PolicyFile(path, Encoding.UTF8.GetBytes(text))]);
}
