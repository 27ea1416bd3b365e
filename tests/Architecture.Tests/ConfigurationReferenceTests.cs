namespace Architecture.Tests;

/// <summary><c>docs/configuration.md</c> says what the options' classes say.</summary>
public sealed class ConfigurationReferenceTests
{
    private static readonly string Page = SourceTree.PathTo("docs", "configuration.md");

    [Test]
    public void Page_AsCheckedIn_IsWhatTheOptionsSay()
    {
        var expected = ConfigurationReference.Write();
        if (Environment.GetEnvironmentVariable("WRITE_CONFIGURATION_REFERENCE") == "1")
        {
            File.WriteAllText(Page, expected);
        }

        Assert.That(File.ReadAllText(Page), Is.EqualTo(expected), "write it anew with: WRITE_CONFIGURATION_REFERENCE=1 dotnet test tests/Architecture.Tests");
    }

    [Test]
    public void Page_EveryKey_StandsOnce()
    {
        var keys = KeysOf(ConfigurationReference.Write()).ToList();

        Assert.That(keys, Is.Unique.And.Count.GreaterThan(90));
        Assert.That(keys, Is.SupersetOf(new[]
        {
            "Gatekeeper:Listen", "Gatekeeper:Issuers:N:Audiences", "Gatekeeper:Policy:QuietPeriod", "Deployer:Policy:QuietPeriod", "Deployer:Allow:N:Targets", "Deployer:Sources:NAME:Directory", "Deployer:Socket:Group",
        }));
    }

    [Test]
    public void KeysOf_AKeyThatStandsTwice_AreNotUnique() =>
        Assert.That(KeysOf("## Deployer\n| `Socket` | text | - | a |\n| `Socket` | text | - | b |\n## Gatekeeper\n| `Socket` | text | - | c |"), Is.EqualTo(new[] { "Deployer:Socket", "Deployer:Socket", "Gatekeeper:Socket" }));

    [TestCase("MoreOptions?", "Some:One")]
    [TestCase("List<MoreOptions>?", "Some:N:One")]
    [TestCase("MoreOptions[]?", "Some:N:One")]
    [TestCase("Dictionary<string, MoreOptions>", "Some:NAME:One")]
    public void Write_ASectionThatMayBeMissing_HasItsKeys(string type, string key) =>
        Assert.That(KeysOf("## X\n" + WriteWithA(type)), Is.EqualTo(new[] { "X:" + key }));

    [TestCase("Dictionary<string, MoreOptions>?")]
    [TestCase("int?")]
    [TestCase("double")]
    [TestCase("Uri")]
    [TestCase("MoreSettings")]
    [TestCase("Of.MoreOptions")]
    [TestCase("IReadOnlyList<MoreOptions>")]
    [TestCase("Dictionary<string, MoreOptions[]>")]
    public void Write_ATypeWhoseKeysNobodySees_IsRefused(string type) =>
        Assert.That(() => WriteWithA(type), Throws.InvalidOperationException.With.Message.Contains(type));

    [TestCase("class SomeOptions { /// <value>one</value>\npublic int One { get; init; } }", "One")]
    [TestCase("class SomeOptions { /// <value>one</value>\npublic int One { get; set; } public int Doubled => One * 2; }", "One")]
    [TestCase("partial class SomeOptions { /// <value>one</value>\npublic int One { get; set; } } partial class SomeOptions { /// <value>two</value>\npublic int Two { get; set; } }", "One,Two")]
    [TestCase("class Base { /// <value>one</value>\npublic int One { get; set; } } class SomeOptions : Base { /// <value>two</value>\npublic int Two { get; set; } }", "One,Two")]
    public void Write_AnyPropertyThatIsBound_IsAKey(string text, string keys) =>
        Assert.That(KeysOf("## X\n" + ConfigurationReference.Write(text, "SomeOptions")), Is.EqualTo(keys.Split(',').Select(key => "X:" + key)));

    [TestCase("Of.BaseOptions")]
    [TestCase("BaseOptions<int>")]
    [TestCase("ElsewhereOptions")]
    public void Write_ABaseWhoseKeysNobodySees_IsRefused(string type) =>
        Assert.That(() => ConfigurationReference.Write($"class BaseOptions {{ }} class SomeOptions : {type}, IDisposable {{ }}", "SomeOptions"), Throws.InvalidOperationException.With.Message.Contains(type));

    [Test]
    public void Write_TwoClassesOfOneName_AreRefused() =>
        Assert.That(() => ConfigurationReference.Write("namespace A { class SomeOptions; } namespace B { class SomeOptions; }", "SomeOptions"), Throws.InvalidOperationException);

    private static string WriteWithA(string type) => ConfigurationReference.Write(
        $"class MoreOptions {{ /// <value>one</value>\npublic int One {{ get; set; }} }} class SomeOptions {{ /// <value>some</value>\npublic {type} Some {{ get; set; }} }}", "SomeOptions");

    private static IEnumerable<string> KeysOf(string page)
    {
        var section = "";
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                yield return $"{section}:{line.Split('`')[1]}";
            }
        }
    }
}
