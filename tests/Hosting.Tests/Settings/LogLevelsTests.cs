using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace Hosting.Tests.Settings;

[TestFixture]
internal sealed class LogLevelsTests
{
    [TestCase("Logging:LogLevel:Default", "information")]
    [TestCase("Logging:Console:LogLevel:Microsoft.AspNetCore", "None")]
    [TestCase("Logging:LogLevel", null)]
    [TestCase("Other", "x")]
    public void Require_Levels_Passes(string key, string? value) => Assert.That(() => Require(key, value, isGiven: true), Throws.Nothing);

    [TestCase("Logging:LogLevel:Default", "Nonsense", "The key 'Logging:LogLevel:Default' holds 'Nonsense'; valid is Trace, Debug, Information, Warning, Error, Critical, None.")]
    [TestCase("Logging:LogLevel:Default", "7", "The key 'Logging:LogLevel:Default' holds '7'; valid is Trace, ")]
    [TestCase("Logging:LogLevel:Default", null, "The key 'Logging:LogLevel:Default' has no value (null or {}); valid is Trace, ")]
    [TestCase("Logging:Console:LogLevel:A", "x", "The key 'Logging:Console:LogLevel:A' holds 'x'; valid is Trace, ")]
    [TestCase("Logging:LogLevel", "Debug", "The key 'Logging:LogLevel' holds 'Debug', but it is a section of further keys.")]
    [TestCase("Logging", "Debug", "The key 'Logging' holds 'Debug', but it is a section of further keys.")]
    public void Require_NoLevel_IsRefusedWhereverItComesFrom(string key, string? value, string expected)
    {
        foreach (var isGiven in (bool[])[true, false])
        {
            Assert.That(() => Require(key, value, isGiven), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith(expected));
        }
    }

    [TestCase("Logging:LogLevels:Default", "The key 'Logging:LogLevels' is unknown. Valid keys there: LogLevel, Console")]
    [TestCase("Logging:Console:MaxQueueLength", "The key 'Logging:Console:MaxQueueLength' is unknown. Valid keys there: LogLevel.")]
    public void Require_OtherKeys_AreRefusedInFilesAlone(string key, string expected)
    {
        Assert.That(() => Require(key, "x", isGiven: true), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith(expected));
        Assert.That(() => Require(key, "x", isGiven: false), Throws.Nothing, "an environment is shared");
    }

    private static void Require(string key, string? value, bool isGiven)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, value)]).Build();
        LogLevels.Require(configuration, isGiven ? configuration.Providers : []);
    }
}
