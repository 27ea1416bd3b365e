using System.Text.Json;
using Rego.Values;

namespace Rego.Tests.Values;

/// <summary>Reading JSON: a large text, in which strings and names are shared, reads as a small one does.</summary>
public sealed class RegoJsonTests
{
    private const int Copies = 3000;

    [TestCase("""{"a": 1, "b": [2, {"c": null}], "d": "x"}""")]
    [TestCase("""{"d": 1, "b": 2, "a": 3, "c": {"z": 1, "y": 2}}""")]
    [TestCase("""{"é": "ä", "\u0065": "\"", "a\/b": "\ud83d\ude00", "half": "\ud800"}""")]
    [TestCase("""[-0, 1.50, 1e3, 12345678901234567890, true, false, "", {}, []]""")]
    [TestCase("""{"k1":1,"k2":1,"k3":1,"k4":1,"k5":1,"k6":1,"k7":1,"k8":1,"k9":1,"k10":1,"k0":1}""")]
    public void Parse_TheSameManyTimes_IsTheSameEachTime(string item)
    {
        var one = RegoJson.Parse(item);
        var many = (RegoArray)RegoJson.Parse($"[{string.Join(',', Enumerable.Repeat(item, Copies))}]");

        Assert.That(many.All(one.Equals), Is.True);
        Assert.That(many[Copies - 1].ToJson(), Is.EqualTo(one.ToJson()));
    }

    [Test]
    public void Parse_ManyDifferentStrings_KeepsThemApart()
    {
        var text = $$"""{ {{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"name{i * 7919 % 50_000}\": \"v{i * 7919 % 50_000}\""))}} }""";
        var members = (RegoObject)RegoJson.Parse(text);

        Assert.That(members, Has.Count.EqualTo(50_000));
        Assert.That(members.All(member => $"v{((RegoString)member.Key).Value[4..]}" == ((RegoString)member.Value).Value), Is.True);
    }

    [Test]
    public void Parse_NamesInTurnInDifferentOrders_SortsEach()
    {
        var text = $"[{string.Join(',', Enumerable.Repeat("""{"a":1,"b":2,"c":3},{"c":3,"a":1,"b":2},{"b":2,"c":3,"a":1},{"a":1,"b":2}""", Copies))}]";
        var items = (RegoArray)RegoJson.Parse(text);

        Assert.That(items.Select(item => item.ToJson()).Distinct(), Is.EqualTo(new[] { """{"a":1,"b":2,"c":3}""", """{"a":1,"b":2}""" }));
    }

    [TestCase(1)]
    [TestCase(Copies)]
    public void Parse_NameTwice_IsRefusedOrTheLastCounts(int copies)
    {
        var text = $"[{string.Join(',', Enumerable.Repeat("""{"b":1,"a":2,"b":3}""", copies))}]";

        Assert.Multiple(() =>
        {
            Assert.That(() => RegoJson.Parse(text), Throws.TypeOf<JsonException>().With.Message.Contains("\"b\" stands twice"));
            Assert.That(((RegoArray)RegoJson.Parse(text, RegoJsonLimits.Data))[copies - 1].ToJson(), Is.EqualTo("""{"a":2,"b":3}"""));
        });
    }

    [Test]
    public void Parse_LargeDocument_MakesWhatComesAgainOnce()
    {
        var text = System.Text.Encoding.UTF8.GetBytes($$"""[{{string.Join(',', Enumerable.Repeat("""{"application": "shop", "actions": ["deploy", "get"]}""", Copies))}}]""");
        RegoJson.Parse(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var items = (RegoArray)RegoJson.Parse(text);

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / Copies, Is.LessThan(300));
        Assert.That(((RegoObject)items[0])["application"], Is.SameAs(((RegoObject)items[Copies - 1])["application"]));
    }
}
