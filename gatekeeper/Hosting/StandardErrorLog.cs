using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gatekeeper.Hosting;

/// <summary>The operator's log: standard error, one line an entry.</summary>
internal static class StandardErrorLog
{
    /// <summary>Logs to standard error and nowhere else.</summary>
    public static void AddStandardErrorLog(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Yarp", LogLevel.Warning);

        // A start that fails is told in a line, by who ends with it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("Grpc", LogLevel.Warning);

        // Each of these is a client's doing; the decision log has the refusals.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        logging.AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Error);
        logging.AddConsole();

        // Its form is this, whatever a section Logging:Console says that an environment may have for other programs.
        logging.Services.RemoveAll<IConfigureOptions<ConsoleLoggerOptions>>();
        logging.Services.RemoveAll<IConfigureOptions<SimpleConsoleFormatterOptions>>();
        logging.Services.RemoveAll<IConfigureOptions<JsonConsoleFormatterOptions>>();
        logging.Services.RemoveAll<IConfigureOptions<ConsoleFormatterOptions>>();
        logging.Services.Configure<ConsoleLoggerOptions>(console =>
            (console.FormatterName, console.LogToStandardErrorThreshold) = (ConsoleFormatterNames.Simple, LogLevel.Trace));
        logging.Services.Configure<SimpleConsoleFormatterOptions>(format =>
        {
            format.SingleLine = true;
            format.UseUtcTimestamp = true;
            format.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            format.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
