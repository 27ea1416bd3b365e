using Gateway.Hosting.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Hosting.Tests.Logging;

[TestFixture]
internal sealed class StandardErrorLogTests
{
    [Test]
    public void AddStandardErrorLog_WhateverASectionForTheConsoleSays_HasItsForm()
    {
        using var services = Build(
            ("Logging:Console:FormatterName", "json"), ("Logging:Console:LogToStandardErrorThreshold", "no level"), ("Logging:Console:FormatterOptions:SingleLine", "false"));

        var console = services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue;
        Assert.That((console.FormatterName, console.LogToStandardErrorThreshold), Is.EqualTo((ConsoleFormatterNames.Simple, LogLevel.Trace)));
        Assert.That(services.GetRequiredService<IOptionsMonitor<SimpleConsoleFormatterOptions>>().CurrentValue.SingleLine, Is.True);
    }

    [TestCase("Program.Room", LogLevel.Information)]
    [TestCase("Microsoft.AspNetCore.Routing", LogLevel.Warning)]
    [TestCase("Grpc.AspNetCore", LogLevel.Warning)]
    [TestCase("Other.Library", LogLevel.Error)]
    [TestCase("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)]
    [TestCase("Told.More", LogLevel.Debug)]
    public void AddStandardErrorLog_Category_IsToldFromItsLevelOn(string category, LogLevel least)
    {
        using var services = Build(("Logging:LogLevel:Told", "Debug"));
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.That((logger.IsEnabled(least), logger.IsEnabled(least - 1)), Is.EqualTo((true, false)));
    }

    [Test]
    public void AddStandardErrorLog_FailedStartOfTheServer_IsNotToldTwice()
    {
        using var services = Build();
        Assert.That(services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Critical), Is.False);
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return new ServiceCollection().AddLogging(logging => logging.AddStandardErrorLog(configuration, ("Other", LogLevel.Error))).BuildServiceProvider();
    }
}
