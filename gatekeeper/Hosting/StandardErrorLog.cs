using Microsoft.Extensions.Logging.Console;

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
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(format =>
        {
            format.SingleLine = true;
            format.UseUtcTimestamp = true;
            format.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            format.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
