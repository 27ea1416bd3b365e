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
        var keys = ConfigurationReference.Write().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]).ToList();

        Assert.That(keys, Has.Count.GreaterThan(90));
        foreach (var key in new[] { "`Listen`", "`Issuers:N:Audiences`", "`Policy:QuietPeriod`", "`Allow:N:Targets`", "`Sources:NAME:Directory`", "`Socket:Group`" })
        {
            Assert.That(keys.Select(found => found.Trim()), Has.Member(key));
        }
    }
}
