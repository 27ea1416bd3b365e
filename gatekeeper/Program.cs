using Gatekeeper.Answers;
using Gatekeeper.Calls;
using Gatekeeper.Forwarding;
using Gatekeeper.Hosting;
using Gatekeeper.Identity;
using Gatekeeper.Seam;
using Gateway.Hosting.Background;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Settings;

namespace Gatekeeper;

/// <summary>The gateway: one TLS port, and behind it one pipeline for every call.</summary>
internal static class Program
{
    private const int Stopped = 0;

    /// <summary>Runs until a signal asks to stop.</summary>
    /// <returns>0 after a clean stop; 2 where the configuration, or what it points to, did not allow a start.</returns>
    public static async Task<int> Main(string[] args)
    {
        // Before anything is in it: the memory of this process is nobody else's.
        ProcessMemory.Close();
        try
        {
            await using var app = Build(args, isProcess: true);
            await HostRun.RunAsync(app, Setting.Describe("Gatekeeper:Listen", app.Services.GetRequiredService<GatekeeperOptions>().Listen));
            return Stopped;
        }
        catch (Exception e) when (StartFailure.Describe(e) is { } failure)
        {
            await Console.Error.WriteLineAsync(failure);
            return HostRun.NotStarted;
        }
    }

    /// <summary>Builds the program.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="adjust">Replaces services, for tests.</param>
    /// <param name="isProcess">Whether the process is the program's own, and its memory to be closed.</param>
    /// <exception cref="ConfigurationException">The configuration does not allow a start.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adjust = null, bool isProcess = false)
    {
        // Kestrel takes a bare line feed for the end of a line unless told otherwise (RFC 9112, section 2.2).
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);

        // The section Kestrel is refused in words of its own.
        var configuration = ConfigurationReader.Read(args, GatekeeperOptions.Section, "Deployer", toldLater: "Kestrel");
        var options = OptionsLoader.Load(configuration);
        if (isProcess)
        {
            ClosedMemory.Require(options.Development);
        }

        FileGuard.Check(options);
        NotificationServices.Check(options.Notifications, GatekeeperOptions.Section);

        // An empty builder: nothing listens, logs or is configured that is not named in the composition.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "gatekeeper", ContentRootPath = AppContext.BaseDirectory });
        builder.AddGatekeeper(options, configuration);
        adjust?.Invoke(builder.Services);
        var app = builder.Build();

        // What cannot decide does not start, and says so without the frames of a server that was about to.
        _ = app.Services.GetRequiredService<RevisionStore>();
        UsePipeline(app);
        return app;
    }

    // The order is the security: each step refuses what the next one must never see.
    private static void UsePipeline(WebApplication app)
    {
        app.UseMiddleware<ArrivalMiddleware>();                             // a time, a decision id
        app.UseMiddleware<ErrorMiddleware>();                               // whatever is refused below is recorded and answered here
        app.UseMiddleware<EdgeMiddleware>();                                // one meaning only: target, headers, framing
        app.UseMiddleware<MethodMiddleware>();                              // which method, by its whole path
        app.UseMiddleware<LocalMiddleware>(LocalEndpoint.Open);             // health, for anyone
        app.UseMiddleware<AuthenticationMiddleware>();                      // who calls
        app.UseMiddleware<RateLimitMiddleware>();                           // not too often
        app.UseMiddleware<LocalMiddleware>(LocalEndpoint.Authenticated);    // reflection, for callers
        app.UseMiddleware<CallReadingMiddleware>();                         // the whole message, typed and valid
        app.UseMiddleware<DecisionMiddleware>();                            // decided, recorded, granted
        app.UseMiddleware<AnswerMiddleware>();                              // what the gatekeeper answers itself ends here
        app.Run(app.Services.GetRequiredService<CallForwarder>().ForwardAsync);
    }
}
