using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace Hosting.Tests.Settings;

/// <summary>What JSON and an environment can make of a key, for every form that a key has.</summary>
[TestFixture]
internal sealed class StrictBinderTests
{
    [Test]
    public void Bind_EveryForm_IsTaken()
    {
        var options = Bind(("Text", ""), ("Flag", "True"), ("Time", "1.00:00:05"), ("Number", "-3"), ("Long", "9000000000"), ("Choice", "second"), ("Texts", ""),
            ("List:0", "a"), ("List:7", "b"), ("Inner:Text", "x"), ("Entries:*:Text", "y"), ("Inners:0:Number", "1"), ("Inners:1", null));
        Assert.Multiple(() =>
        {
            Assert.That((options.Text, options.Flag, options.Time, options.Number, options.Long, options.Choice), Is.EqualTo(("", true, new TimeSpan(1, 0, 0, 5), -3, 9_000_000_000, Choice.Second)));
            Assert.That(options.Texts, Is.Empty);
            Assert.That(options.List, Is.EqualTo((string[])["a", "b"]));
            Assert.That((options.Inner.Text, options.Inner.Number), Is.EqualTo(("x", 5)), "what is not given stays");
            Assert.That(options.Entries["*"].Text, Is.EqualTo("y"));
            Assert.That(options.Inners.Select(inner => inner.Number), Is.EqualTo((int[])[1, 5]));
        });
    }

    [TestCase("Inner", "a section")]
    [TestCase("Entries", "a section without keys")]
    public void Bind_SectionWithoutKeys_IsOne(string key, string what) => Assert.That(() => Bind((key, null)), Throws.Nothing, what);

    // Days and the like are keys to .NET, which knows them of the type, and then passes them over.
    [TestCase("Text", "a text")]
    [TestCase("Flag", "true or false")]
    [TestCase("Time", "a time as hh:mm:ss")]
    [TestCase("Number", "a number")]
    [TestCase("Long", "a number")]
    [TestCase("Choice", "First, Second")]
    [TestCase("Inner:Text", "a text")]
    [TestCase("Entries:x:Text", "a text")]
    [TestCase("Texts:0", "a text")]
    [TestCase("List:1", "a text")]
    [TestCase("Inners:0:Number", "a number")]
    public void Bind_OneValueGivenAsNoneOrAsKeys_IsRefused(string key, string valid)
    {
        AssertRefused($"The key 'Program:{key}' has no value (null or {{}}); valid is {valid}", (key, null));
        foreach (var below in (string[])["Days", "a", "0", "Length"])
        {
            AssertRefused($"The key 'Program:{key}' has a key '{below}' below it; valid is {valid}", ($"{key}:{below}", "true"));
            AssertRefused($"The key 'Program:{key}' has a key '{below}' below it; valid is {valid}", (key, "00:00:01"), ($"{key}:{below}:x", null));
        }
    }

    [TestCase("Texts", null, "has no value (null or {}); valid is a list")]
    [TestCase("Texts", "x", "holds 'x'; valid is a list: [\"…\"] in JSON, Program:Texts:0=… elsewhere")]
    [TestCase("List:a", "x", "has a key 'a' below it; valid is a list", "List")]
    [TestCase("Inners", "x", "holds 'x'; valid is a list")]
    [TestCase("Inners:0", "x", "holds 'x', but it is a section of further keys")]
    [TestCase("Inner", "x", "holds 'x', but it is a section of further keys")]
    [TestCase("Inner", "", "holds '', but it is a section of further keys")]
    [TestCase("Entries", "x", "holds 'x', but it is a section of further keys")]
    [TestCase("Entries:a", "x", "holds 'x', but it is a section of further keys")]
    [TestCase("Number", "0x10", "holds '0x10'; valid is a number of at most 2147483647")]
    [TestCase("Number", "3000000000", "holds '3000000000'; valid is a number of at most 2147483647")]
    [TestCase("Number", "", "holds ''; valid is a number")]
    [TestCase("Flag", "", "holds ''; valid is true or false")]
    [TestCase("Choice", "1", "holds '1'; valid is First, Second")]
    [TestCase("Time", "00:00:05\n", "holds '00:00:05 '; valid is a time")]
    public void Bind_ValueOfAnotherForm_IsRefusedInALine(string key, string? value, string expected, string? told = null) =>
        AssertRefused($"The key 'Program:{told ?? key}' {expected}", (key, value));

    [TestCase("Other", "The key 'Program:Other' is unknown. Valid keys there: Text, Flag")]
    [TestCase("Inner:Other:x", "The key 'Program:Inner:Other' is unknown. Valid keys there: Text, Number.")]
    [TestCase("0:Text", "The key 'Program:0' is unknown.")]
    public void Bind_UnknownKey_IsRefused(string key, string expected) => AssertRefused(expected, (key, "1"));

    [Test]
    public void Bind_TextForTheProgram_IsRefused() =>
        Assert.That(
            () => StrictBinder.Bind<Options>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Program", (string?)"foo")]).Build().GetSection("Program")),
            Throws.TypeOf<ConfigurationException>().With.Message.EqualTo("The key 'Program' holds 'foo', but it is a section of further keys."));

    private static void AssertRefused(string expected, params (string Key, string? Value)[] settings)
    {
        var message = Assert.Throws<ConfigurationException>(() => Bind(settings))!.Message;
        Assert.That(message, Does.StartWith(expected).And.Not.Contain("\n").And.Not.Contain("System."));
    }

    private static Options Bind(params (string Key, string? Value)[] settings) => StrictBinder.Bind<Options>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Program:" + s.Key, s.Value))).Build().GetSection("Program"));

    private enum Choice
    {
        First,
        Second,
    }

    private sealed class Options
    {
        public string Text { get; set; } = "";

        public bool Flag { get; set; }

        public TimeSpan Time { get; set; }

        public int Number { get; set; }

        public long Long { get; set; }

        public Choice Choice { get; set; }

        public string[] Texts { get; set; } = ["default"];

        public List<string> List { get; set; } = [];

        public Inner Inner { get; set; } = new();

        public Inner[] Inners { get; set; } = [];

        public Dictionary<string, Inner> Entries { get; set; } = [];
    }

    private sealed class Inner
    {
        public string Text { get; set; } = "";

        public int Number { get; set; } = 5;
    }
}
