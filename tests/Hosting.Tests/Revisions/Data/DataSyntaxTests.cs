using System.Text;
using Gateway.Hosting.Revisions.Data;
using Rego.Loading;

namespace Hosting.Tests.Revisions.Data;

/// <summary>What readers of YAML and JSON pass over without a word is told, with its place.</summary>
[TestFixture]
internal sealed class DataSyntaxTests
{
    [TestCase("a: 1\nb:\n  c: 1\n  c: 2\n", "roles/data.yaml:4:3: the key c stands here a second time, first on line 3; only one of them would count")]
    [TestCase("a: 1\n\"a\": 2\n", "roles/data.yaml:2:1: the key a stands here a second time")]
    [TestCase("a: 1\n'\\u0061': 2\n\"\\u0061\": 2\n", "roles/data.yaml:3:1: the key a stands here a second time")]
    [TestCase("x: {a: 1, b: 2, a: 3}\n", "roles/data.yaml:1:17: the key a stands here a second time")]
    [TestCase("x: [{a: 1}, {a: 1, a: 1}]\n", "roles/data.yaml:1:20: the key a stands here a second time")]
    [TestCase("b: &b {x: 1}\na:\n  <<: *b\n", "roles/data.yaml:3:3: merge keys (<<) are not taken")]
    [TestCase("\"<<\": 1\n", "roles/data.yaml:1:1: merge keys (<<) are not taken")]
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
    [TestCase("!!str 1: a\n", "the key 1 has the tag !!str")]
    [TestCase("? [a, b]\n: c\n", "roles/data.yaml:1:3: the key is not a text")]
    [TestCase("a: 1\n---\nb: 1\n", "roles/data.yaml:2:1: a second document begins")]
    [TestCase("a: [1\n", "the YAML cannot be read: ")]
    [TestCase("a: *b\n", "roles/data.yaml:1:4: the YAML cannot be read: there is no anchor 'b' before this")]
    [TestCase("a: &a [*a]\n", "roles/data.yaml:1:8: the YAML cannot be read: there is no anchor 'a' before this")]
    [TestCase("a: [b, c\nd: {}\n", "the YAML cannot be read: a bracket before this does not close")]
    [TestCase("a: one\n  two\n", "roles/data.yaml:1:4: the value runs over more than one line, which would be joined")]
    [TestCase("a: >-\n  one\n  until: 2026\n", "roles/data.yaml:1:4: the value runs over more than one line, which would be joined")]
    [TestCase("a: >\n  one\n", "roles/data.yaml:1:4: the value runs over more than one line, which would be joined")]
    [TestCase("a: 'one\n  until: 2026'\n", "roles/data.yaml:1:4: the value runs over more than one line, which would be joined")]
    [TestCase("a: \"one\n  until: 2026\"\n", "roles/data.yaml:1:4: the value runs over more than one line, which would be joined")]
    [TestCase("a:\n  - g-ext\n    g-con\n", "roles/data.yaml:2:5: the value runs over more than one line, which would be joined")]
    [TestCase("a: b: c\n", "roles/data.yaml:1:5: the YAML cannot be read: a second colon with a blank behind it, or lines that are not indented alike; a text that has such a colon stands in quotes")]
    [TestCase("a: \"b\n", "roles/data.yaml:1:4: the YAML cannot be read: a quote that begins here is not closed")]
    [TestCase("{a}-{b}: {c: d}\n", "roles/data.yaml:1:1: the key is not a text; keys are names, and one that begins with { or [ stands in quotes")]
    [TestCase("a: {b: /srv/{c}/d}\n", "a comma or } is missing here; in braces, a text with one of , [ ] { } or a colon stands in quotes")]
    [TestCase("a: {b: c, d:[e]}\n", "a comma or } is missing here; in braces, a text with one of , [ ] { } or a colon stands in quotes, and a blank behind the colon of a name")]
    [TestCase("a: [b{c}]\n", "a comma or ] is missing here; in brackets, a text with one of , [ ] { } or a colon stands in quotes")]
    [TestCase("a: [*]\n", "(a text that begins with * stands in quotes)")]
    [TestCase("a: @b\n", "(a text that begins with @ stands in quotes)")]
    [TestCase("a: !!omap [b: 1]\n", "roles/data.yaml:1:4: the value has the tag !!omap, which readers take for different things; write it plainly, or in quotes")]
    [TestCase("a: !!set {b, c}\n", "roles/data.yaml:1:4: the value has the tag !!set")]
    [TestCase("a: !!binary YWI=\n", "the value has the tag !!binary")]
    [TestCase("a: !!str 1\n", "the value has the tag !!str")]
    [TestCase("a: !own b\n", "the value has the tag !own")]
    [TestCase("a: ! 12\n", "the value has the tag !,")]
    [TestCase("%YAML 1.1\n---\na: yes\n", "roles/data.yaml:1:1: a line that begins with %")]
    [TestCase("# x\n%TAG ! tag:x:\n---\na: 1\n", "roles/data.yaml:2:1: a line that begins with %")]
    [TestCase("a: yes\n", "roles/data.yaml:1:4: the value yes is a boolean to some readers of YAML and a text to others; write true or false, or \"yes\" if a text is meant")]
    [TestCase("a: [Off]\n", "roles/data.yaml:1:5: the value Off is a boolean to some")]
    [TestCase("a: n\n", "the value n is a boolean to some")]
    [TestCase("a: 0o17\n", "roles/data.yaml:1:4: the value 0o17 is not the same number to every reader of YAML; write a plain one such as 12, or \"0o17\" if a text is meant")]
    [TestCase("a: 017\n", "the value 017 is not")]
    [TestCase("a: 0x1F\n", "the value 0x1F is not")]
    [TestCase("a: 1_000\n", "the value 1_000 is not")]
    [TestCase("a: 1:30\n", "the value 1:30 is not")]
    [TestCase("a: 17:00\n", "the value 17:00 is not")]
    [TestCase("a: +1\n", "the value +1 is not")]
    [TestCase("a: 1e2\n", "the value 1e2 is not")]
    [TestCase("a: 1.10\n", "the value 1.10 is not")]
    [TestCase("a: .inf\n", "the value .inf is not")]
    [TestCase("a: -0\n", "the value -0 is not")]
    [TestCase("a: 1e400\n", "the value 1e400 is not")]
    [TestCase("a: 1000000000000000000000\n", "the value 1000000000000000000000 is not")]
    [TestCase("a: emergency #[0-9]{4}\n", "roles/data.yaml:1:4: the value ends with emergency, since a blank and # begin a comment; put the whole value in quotes, or a blank behind #")]
    [TestCase("a: [b #c\n]\n", "roles/data.yaml:1:5: the value ends with b, since")]
    [TestCase("a: \u00FC\U0001F469 #c\n", "the value ends with \u00FC\U0001F469, since")]
    public void FindFaults_Yaml_AreToldWithTheirPlace(string text, string fault) => Assert.That(Faults("roles/data.yaml", text), Has.Some.Contains(fault));

    [TestCase("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n")]
    [TestCase("\"1\": a\n'on': b\n\"2026-11-30\": c\n")]
    [TestCase("1.2.3: a\nv1: b\n1-2: c\nonly: d\nnone: e\n4eyes: f\n10.0.0.0/8: g\n")]
    [TestCase("a: {b: 1}\nc: {b: 1}\n")]
    [TestCase("kubernetes.io/serviceaccount/uid: [x]\n\"person:alice\": z\n\"*\": z\n")]
    [TestCase("a: 0\nb: [12, -3, 1.5, 0.25, 123456789012345678]\nc: [true, True, FALSE, ~, null, ]\n")]
    [TestCase("a: 2026-12-01T09:00:00Z\nb: [12-27, 1.2.0, 24h, 00000000-0000-4000-8000-000000000001, 'yes', \"017\", none, only, nobody]\n")]
    [TestCase("a: |\n  yes\n  017\n")]
    [TestCase("a: \"b\\tc\\n\"\r\nd: 1\r\n")]
    [TestCase("#\tname\tmeaning\n  #\tmore\na: grüße, 漢字\n")]
    [TestCase("# \u26A0\uFE0F \U0001F469\u200D\U0001F4BB\na: \"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645\"\n")]
    [TestCase("a: b # c\nd: e#f\ng: \"h #i\" #j\nk: l #\nm: nn ##\no: #p\n  q\n")]
    [TestCase("")]
    [TestCase("---\na: 1\n...\n")]
    public void FindFaults_YamlThatMeansOneThing_HasNone(string text) => Assert.That(Faults("roles/data.yaml", text), Is.Empty);

    [TestCase("""{"a": 1, "b": {"c": 1, "c": 2}}""", "roles/data.json:1:24: the key c stands here a second time")]
    [TestCase("{\"a\": 1,\n \"\\u0061\": 2}", "roles/data.json:2:2: the key a stands here a second time, first on line 1; only one of them would count")]
    [TestCase("[{\"a\": 1}, {\"a\": 1, \"a\": 1}]", "roles/data.json:1:21: the key a stands here a second time")]
    [TestCase("{\"a\": 1,}", "roles/data.json:1:9: the JSON cannot be read")]
    [TestCase("{\"\\ud800\": 1}", "roles/data.json:1:2: the JSON cannot be read: an escape in the text is half of a character")]
    [TestCase("{\"a\": \"\\udc00\"}", "roles/data.json:1:7: the JSON cannot be read: an escape in the text is half of a character")]
    [TestCase("{\"a\": 1} {}", "roles/data.json:1:10: the JSON cannot be read")]
    [TestCase(" \n", "roles/data.json:1:1: the file is empty; JSON without entries is {}")]
    [TestCase("{\"a\\u200b\": 1}", "roles/data.json:1:2: the key has the character U+200B (has no width); write the text without it")]
    [TestCase("{\"a\": \"\\u202e\"}", "roles/data.json:1:7: the value has the character U+202E")]
    public void FindFaults_Json_AreToldWithTheirPlace(string text, string fault) => Assert.That(Faults("roles/data.json", text), Has.Some.Contains(fault));

    [TestCase("{\n\t\"a\": \"b\\n\\tc\"\n}\n")]
    [TestCase("{\"a\": \"gr\u00FC\u00DFe\", \"b\": 1e2}")]
    public void FindFaults_JsonThatMeansOneThing_HasNone(string text) => Assert.That(Faults("roles/data.json", text), Is.Empty);

    [Test]
    public void ReadTree_PairInAListWithoutBraces_BeginsAtItsKey()
    {
        var tree = DataSyntax.ReadTree(new PolicyFile("roles/data.yaml", "a:\n  b: [c, d: e]\n"u8.ToArray()))!;

        Assert.That((tree.Find(["a", "b", "1"]), tree.Find(["a", "b", "1", "d"])), Is.EqualTo((new SourcePlace(2, 10), new SourcePlace(2, 10))));
    }

    [TestCase("data.yaml", 1024, 0)]
    [TestCase("data.yaml", 1025, 2)]
    [TestCase("data.json", 1024, 0)]
    [TestCase("data.json", 1025, 2)]
    public void FindFaults_TextsOfALength_AreTakenUpToABound(string name, int length, int faults)
    {
        var text = new string('x', length);
        var told = Faults($"roles/{name}", $$"""{"{{text}}": 1, "a": "{{text}}"}""");

        Assert.That(told, Has.Count.EqualTo(faults));
        Assert.That(told, Is.All.Contains($"has {length} characters; at most 1024 are taken"));
    }

    [TestCase("ab: \u00FC\u200Bc\n", "1:6: the character U+200B (has no width) stands here; write the text without it")]
    [TestCase("a: 1\nb\u2028c: 1\n", "2:2: the character U+2028 (a line break to some readers)")]
    [TestCase("a: b\u2029c\n", "1:5: the character U+2029")]
    [TestCase("a: b\u0085c\n", "1:5: the character U+0085")]
    [TestCase("a: b # \u202E\n", "1:8: the character U+202E (changes the order in which text is shown)")]
    [TestCase("a: \u2066b\n", "1:4: the character U+2066")]
    [TestCase("a:\u00A0b\n", "1:3: the character U+00A0 (looks like a blank)")]
    [TestCase("a: b\u200D\n", "1:5: the character U+200D")]
    [TestCase("a: b\uFE0F\n", "1:5: the character U+FE0F")]
    [TestCase("a: b\u3164\n", "1:5: the character U+3164")]
    [TestCase("a: b\u007F\n", "1:5: the character U+007F")]
    [TestCase("a: b\u001B\n", "1:5: the character U+001B")]
    [TestCase("a: \"b\0\"\n", "1:6: the character U+0000")]
    [TestCase("# c\ra: b\n", "1:4: the character U+000D (a line's end without a line feed)")]
    [TestCase("a: \U000E0041\n", "1:4: the character U+E0041")]
    [TestCase("\uFEFFa: b\n", "1:1: the file begins with a byte order mark")]
    [TestCase("# x\n\uFEFFa: b\n", "2:1: the character U+FEFF")]
    [TestCase("a:\n\tb: 1\n", "2:1: a tab stands here; YAML is indented with blanks, and a text has a tab as \"\\t\"")]
    [TestCase("a:\n  -\tb\n", "2:4: a tab stands here")]
    [TestCase("a: \"b\tc\"\n", "1:6: a tab stands here")]
    [TestCase("a: \"\\u200b\"\n", "1:4: the value has the character U+200B")]
    [TestCase("a: \"\\N\"\n", "1:4: the value has the character U+0085")]
    [TestCase("\"a\\n\": 1\n", "1:1: the key has the character U+000A")]
    public void FindFaults_CharacterThatNobodySees_IsToldAloneWithItsPlace(string text, string fault) =>
        Assert.That(Faults("roles/data.yaml", text).Single(), Does.StartWith("roles/data.yaml:" + fault));

    [TestCase("data.yaml")]
    [TestCase("data.json")]
    public void FindFaults_BytesThatAreNotUtf8_AreToldWithTheirPlace(string name)
    {
        byte[] latin = [.. "{\"a\": 1,\n \"b\": \"gr"u8, 0xFC, .. "n\"}"u8];
        var wide = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray();

        Assert.That(DataSyntax.FindFaults([new PolicyFile($"roles/{name}", latin)]), Is.EqualTo(new[] { $"roles/{name}:2:10: the bytes here are not UTF-8; save the file as UTF-8" }));
        Assert.That(DataSyntax.FindFaults([new PolicyFile($"roles/{name}", wide)]), Is.EqualTo(new[] { $"roles/{name}:1:1: the file is UTF-16; save it as UTF-8" }));
    }

    [Test]
    public void FindFaults_HiddenCharactersWithoutEnd_AreToldUpToABound() =>
        Assert.That(Faults("roles/data.yaml", "a: " + new string('\u200B', 1_000_000)), Has.Count.EqualTo(50));

    [Test]
    public void FindFaults_AliasesThatMultiply_EndWithTheirPlace()
    {
        var text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 8).Select(c =>
            $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 10))}]\n"));

        Assert.That(Faults("roles/data.yaml", text).Single(), Is.EqualTo("roles/data.yaml:4:29: the YAML cannot be read: the aliases of the file repeat more than 10000 values"));
    }

    [Test]
    public void FindFaults_NestedWithoutEnd_EndsWithAnAnswer() => Assert.Multiple(() =>
    {
        Assert.That(Faults("roles/data.yaml", new string('[', 2000) + new string(']', 2000)), Has.Some.Contains("nested more than 256 deep"));
        Assert.That(Faults("roles/data.json", new string('[', 2000) + new string(']', 2000)), Has.Some.Contains("cannot be read"));
    });

    [Test]
    public void FindFaults_KeyThatControlsATerminal_IsPrintable() =>
        Assert.That(Faults("roles/data.yaml", "\"\\e[31m\": 1\n\"\\e[31m\": 1\n"), Has.Count.EqualTo(3).And.None.Matches<string>(line => line!.Any(char.IsControl)));

    private static List<string> Faults(string path, string text) => DataSyntax.FindFaults([new PolicyFile(path, Encoding.UTF8.GetBytes(text))]);
}
