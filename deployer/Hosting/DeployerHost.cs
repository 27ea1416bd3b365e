using Deployer.Artifacts;
using Deployer.Artifacts.Archives;
using Deployer.Artifacts.Sources;
using Deployer.Audit;
using Deployer.Calls;
using Deployer.Configuration;
using Deployer.Deployments;
using Deployer.Deployments.Execution;
using Deployer.Deployments.Journal;
using Deployer.Deployments.Steps;
using Deployer.Destinations;
using Deployer.Grants;
using Deployer.Notifications;
using Deployer.Policy;
using Deployer.Secrets.Sources;
using Deployer.Targets;
using Gateway.Contract.Grants;
using Gateway.Contract.Visibility;
using Gateway.Hosting.Audit;
using Gateway.Hosting.Background;
using Gateway.Hosting.Grants;
using Gateway.Hosting.Logging;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Rpc;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Deployer.Hosting;

/// <summary>Puts the program together. An empty builder: nothing listens, logs or is configured that is not named here.</summary>
internal static partial class DeployerHost
{
    private static readonly TimeSpan StopReserve = TimeSpan.FromSeconds(10);

    /// <summary>Builds the program; it listens once it is started.</summary>
    /// <param name="options">The configuration, complete.</param>
    /// <param name="configuration">The configuration, for the levels of the log.</param>
    /// <param name="state">The state directory, locked.</param>
    /// <param name="adjust">Replaces services, for tests.</param>
    /// <exception cref="ConfigurationException">A configured file or directory cannot be used, or the audit log cannot be written.</exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be opened.</exception>
    public static WebApplication Build(DeployerOptions options, IConfiguration configuration, StateDirectory state, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "deployer", ContentRootPath = AppContext.BaseDirectory });
        SocketFile.Prepare(options);
        builder.Services.AddSingleton(state);
        builder.Logging.AddStandardErrorLog(configuration);
        AddServer(builder, options);
        builder.Services.AddSingleton(p => AuditSection.Open(DeployerOptions.Section, () => WorkerLog.Open(
            options.Audit, state.FullPath, typeof(DeployerHost).Assembly, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<TamperEvidentLog>>())));
        AddGrants(builder.Services, options);
        AddDeployments(builder.Services, options, state);
        AddBackground(builder.Services, options, state);
        PolicyComposition.Add(builder.Services, options, state);
        adjust?.Invoke(builder.Services);

        var app = builder.Build();
        // Opened before anything listens; the first that the container makes, and so the last that it closes.
        _ = app.Services.GetRequiredService<WorkerLog>();
        _ = app.Services.GetRequiredService<IDeployerPolicy>();
        if (options.Allow.Count == 0)
        {
            LogNothingPermitted(app.Logger);
        }

        app.UseRouting();
        app.UseMiddleware<GrantMiddleware>();
        app.MapGrpcService<DeployEndpoint>();
        app.MapGrpcService<WorkerEndpoint>();
        return app;
    }

    /// <summary>What is told of a start that cannot succeed; null of what nobody foresaw.</summary>
    public static string? StartFailureOf(Exception e) => e is JournalUnavailableException ? e.Message : StartFailure.Describe(e);

    private static void AddServer(WebApplicationBuilder builder, DeployerOptions options)
    {
        builder.WebHost.UseKestrelCore().PreferHostingUrls(false).ConfigureKestrel((_, kestrel) => ConfigureKestrel(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.DrainTimeout + StopReserve);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.Limits.MaxMessageBytes;
            grpc.EnableDetailedErrors = false;
            grpc.Interceptors.Add<ErrorInterceptor>();
        });

        // After gRPC's own setup, which adds some.
        builder.Services.PostConfigure<GrpcServiceOptions>(grpc => grpc.CompressionProviders.Clear());
    }

    // The one thing that is listened on is the socket.
    private static void ConfigureKestrel(KestrelServerOptions kestrel, DeployerOptions options)
    {
        var guard = new PeerGuard(PeerUsers.Resolve(options), PeerUsers.OwnGroup(options), kestrel.ApplicationServices.GetRequiredService<TimeProvider>(), kestrel.ApplicationServices.GetRequiredService<ILogger<PeerGuard>>());
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Limits.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = options.Limits.MaxMessageBytes + GrpcFrame.HeadLength;

        // The grant and what every call has, and what goes beside a grant: the list of what is visible where a call lists, the caller document
        // where it changes something, never both. All limits are by the header as it is sent.
        var beside = Math.Max(VisibleList.MaxEncodedLength, CallerDocument.MaxEncodedLength);
        kestrel.Limits.MaxRequestHeadersTotalSize = (32 * 1024) + beside;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = (4 * 1024) + beside;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.ListenUnixSocket(options.Socket, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection => guard.InvokeAsync(connection, next));
        });
    }

    private static void AddGrants(IServiceCollection services, DeployerOptions options)
    {
        var publicKeys = VerificationKeys.Load("Deployer:Grants:PublicKeyFiles", options.Grants.PublicKeyFiles);
        services.AddSingleton<MethodCatalog>();
        services.AddSingleton<SessionKeys>();
        services.AddSingleton<GrantClock>();
        services.AddSingleton(p => new GrantVerifier(publicKeys, p.GetRequiredService<SessionKeys>(), p.GetRequiredService<GrantClock>(), options.Audience));
    }

    private static void AddDeployments(IServiceCollection services, DeployerOptions options, StateDirectory state)
    {
        var hub = new WatchHub(options.Limits.MaxWatches);
        services.AddSingleton(hub);
        services.AddSingleton(p =>
        {
            var journal = new DeploymentJournal(state.Combine("journal.db"), p.GetRequiredService<TimeProvider>(), keepsNotices: options.Notifications.Webhooks.Count > 0, p.GetRequiredService<ILogger<DeploymentJournal>>());
            journal.Committed += hub.Publish;
            return journal;
        });
        var judge = FileGuard.JudgeOf(options);
        services.AddSingleton(judge);
        services.AddSingleton(TargetKinds.All(judge));
        services.AddSingleton(p => new WorkDirectories(state.Combine("work"), p.GetRequiredService<ILogger<WorkDirectories>>()));
        services.AddSingleton(ArchiveLimits.From(options));
        services.AddSingleton(p => SecretSources.Open(options.Secrets, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new DestinationTable(() => p.GetRequiredService<RevisionStore>().Current.Revision.Data, options));
        services.AddSingleton<DestinationRules>();
        services.AddSingleton<PermittedDestinations>();
        services.AddSingleton(_ => ArtifactSources.All());
        services.AddSingleton<ArtifactFetcher>();
        services.AddSingleton<HealthCheck>();
        services.AddSingleton<CredentialDesk>();
        services.AddSingleton<TargetObserver>();
        services.AddSingleton<StepFailures>();
        services.AddSingleton(_ => new ArtifactStore(state.Combine("artifacts"), options.Limits.MaxStoreBytes));
        services.AddSingleton<ArtifactKeeper>();
        services.AddSingleton<ArtifactJudge>();
        services.AddSingleton<DecisionDesk>();
        services.AddSingleton<DecisionRequests>();
        services.AddSingleton<ExecutionGate>();
        services.AddSingleton<FetchArtifactStep>();
        services.AddSingleton<VerifyArtifactStep>();
        services.AddSingleton<ReviewStep>();
        services.AddSingleton<PushReleaseStep>();
        services.AddSingleton<AbortPushStep>();
        services.AddSingleton<CheckHealthStep>();
        services.AddSingleton<RollBackStep>();
        services.AddSingleton<DeploymentSteps>();
        services.AddSingleton<DeploymentRuns>();
        services.AddSingleton<DeploymentRunner>();
        services.AddSingleton<DeploymentCommands>();
        services.AddSingleton<DeploymentReader>();
        services.AddSingleton<EnvironmentReader>();
        services.AddSingleton<DeploymentWatcher>();
    }

    private static void AddBackground(IServiceCollection services, DeployerOptions options, StateDirectory state)
    {
        // Ends behind the scheduler, which may stop deployments until its own end.
        services.AddHostedService<StopRecorder>();
        services.AddHostedService<JournalKeeper>();
        services.AddHostedService<DeploymentScheduler>();
        services.AddNotifications(
            options.Notifications, DeployerOptions.Section, options.Audit.Origin, (p, source) => new JournalNotificationSource(p.GetRequiredService<DeploymentJournal>(), source));
        services.AddHostedService(p => new ReadyFile(state, p.GetRequiredService<IHostApplicationLifetime>(), "socket", () => SocketFile.Open(options)));
        if (options.StopWithStandardInput)
        {
            services.AddHostedService<StandardInputWatch>();
        }
    }

    [LoggerMessage(EventId = 11009, Level = LogLevel.Warning, Message = "Deployer:Allow has no rule: no destination of the policies is permitted, and every deployment is refused.")]
    private static partial void LogNothingPermitted(ILogger logger);
}
