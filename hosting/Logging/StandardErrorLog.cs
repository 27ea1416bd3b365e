using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Hosting.Logging;

/// <summary>The operator's log: standard error, one line an entry.</summary>
public static class StandardErrorLog
{
    /// <summary>Logs to standard error and nowhere else.</summary>
    /// <param name="logging">Where to.</param>
    /// <param name="configuration">The program's configuration, for its levels.</param>
    /// <param name="filters">From which level on the program tells of what others write.</param>
    public static void AddStandardErrorLog(this ILoggingBuilder logging, IConfiguration configuration, params (string Category, LogLevel Level)[] filters)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(filters);
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddConfiguration(configuration.GetSection(LogLevels.Section));
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Warning);

        // A start that fails is told in a line, by who ends with it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        foreach (var (category, level) in filters)
        {
            logging.AddFilter(category, level);
        }

        logging.AddConsole();
        SetForm(logging.Services);
    }

    // Its form is this, whatever a section Logging:Console says that an environment may have for other programs.
    private static void SetForm(IServiceCollection services)
    {
        services.RemoveAll<IConfigureOptions<ConsoleLoggerOptions>>();
        services.RemoveAll<IConfigureOptions<SimpleConsoleFormatterOptions>>();
        services.RemoveAll<IConfigureOptions<JsonConsoleFormatterOptions>>();
        services.RemoveAll<IConfigureOptions<ConsoleFormatterOptions>>();
        services.Configure<ConsoleLoggerOptions>(console => (console.FormatterName, console.LogToStandardErrorThreshold) = (ConsoleFormatterNames.Simple, LogLevel.Trace));
        services.Configure<SimpleConsoleFormatterOptions>(format =>
        {
            format.SingleLine = true;
            format.UseUtcTimestamp = true;
            format.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            format.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
