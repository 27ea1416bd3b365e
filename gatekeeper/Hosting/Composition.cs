using Deploy.V1;
using Gatekeeper.Answers;
using Gatekeeper.Calls;
using Gatekeeper.Forwarding;
using Gatekeeper.Identity;
using Gatekeeper.Limits;
using Gatekeeper.Seam;
using Gateway.Hosting.Background;
using Gateway.Hosting.Logging;
using Gateway.Hosting.State;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ReflectionV1 = Grpc.Reflection.V1.ServerReflection;
using ReflectionV1Alpha = Grpc.Reflection.V1Alpha.ServerReflection;

namespace Gatekeeper.Hosting;

/// <summary>Which class serves where.</summary>
internal static class Composition
{
    /// <summary>Adds the server and all rooms.</summary>
    public static void AddGatekeeper(this WebApplicationBuilder builder, GatekeeperOptions options, IConfiguration configuration)
    {
        builder.Logging.AddStandardErrorLog(
            configuration,
            ("Microsoft", LogLevel.Warning),
            ("Yarp", LogLevel.Warning),

            // Each of these is a client's doing; the decision log has the refusals.
            ("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error),
            ("Yarp.ReverseProxy.Forwarder", LogLevel.Error));
        builder.Logging.AddFilter<ServerRefusals>(ServerRefusals.BadRequests, LogLevel.Debug).AddFilter<ServerRefusals>(ServerRefusals.Http2, LogLevel.Debug);
        builder.Services.AddSingleton<ConnectionAddresses>();
        builder.Services.AddSingleton<ILoggerProvider, ServerRefusals>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddHosting(builder, options);
        AddIdentity(builder.Services, options);
        AddCalls(builder.Services, options);
        builder.Services.AddDecisions(options);
        AddForwarding(builder.Services, options);
        AddAnswers(builder.Services);
        builder.Services.AddExecution(options);
        builder.Services.AddNotifications(options);
    }

    private static void AddHosting(WebApplicationBuilder builder, GatekeeperOptions options)
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(_ => StateDirectory.Open(options.StateDirectory, "Gatekeeper:StateDirectory"));
        services.AddSingleton<ServedAddress>();
        services.AddSingleton(options.Limits);
        services.AddSingleton(new TrustedProxies(options.TrustedProxies));
        services.AddSingleton<ConnectionGuard>();
        services.AddSingleton<ReadinessProbe>();
        services.AddHostedService<ReadinessWatch>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<ReadyDocument>();
        services.AddSingleton<LocalEndpoints>();
        services.AddHostedService(provider => new ReadyFile(
            provider.GetRequiredService<StateDirectory>(), provider.GetRequiredService<IHostApplicationLifetime>(), "url", provider.GetRequiredService<ServedAddress>().Announce));
        if (options.StopWithStandardInput)
        {
            services.AddHostedService<StandardInputWatch>();
        }

        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.DrainTimeout);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.Calls.MaxMessageBytes;
            grpc.Interceptors.Add<ReflectionBound>();
        });
        services.AddSingleton(new ReflectionV1ServiceImpl([.. MethodCatalog.Services, Health.Descriptor, ReflectionV1.Descriptor]));
        services.AddSingleton(new ReflectionServiceImpl([.. MethodCatalog.Services, Health.Descriptor, ReflectionV1Alpha.Descriptor]));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().PreferHostingUrls(false).ConfigureKestrel((_, kestrel) => KestrelSetup.Apply(kestrel, options));
    }

    private static void AddIdentity(IServiceCollection services, GatekeeperOptions options)
    {
        services.AddSingleton(options.Identity);
        services.AddSingleton<TokenCache>();
        services.AddSingleton<TokenValidator>();
        services.AddSingleton<TokenRefusalLog>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<CallerProof>();
        services.AddHostedService<KeyRefreshService>();
        foreach (var (i, issuer) in options.Issuers.Index())
        {
            var source = KeySourceOf($"{GatekeeperOptions.Section}:Issuers:{i}", issuer, options.Identity);
            services.AddSingleton(provider => new IssuerKeyRing(
                issuer,
                source,
                options.Identity,
                provider.GetRequiredService<TokenCache>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<IssuerKeyRing>>()));
        }
    }

    private static IKeySource KeySourceOf(string key, IssuerOptions issuer, IdentityOptions options)
    {
        if (issuer.JwksFile.Length == 0)
        {
            return new DiscoveryKeySource(issuer, options, DiscoveryKeySource.CreateClient());
        }

        var file = new FileKeySource(issuer.JwksFile);
        file.Require($"{key}:JwksFile");
        return file;
    }

    private static void AddCalls(IServiceCollection services, GatekeeperOptions options)
    {
        services.AddSingleton(options.Calls);
        services.AddSingleton(options.RateLimits);
        services.AddSingleton<MethodCatalog>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton(options.InFlight);
        services.AddSingleton<InFlightLimits>();
        services.AddSingleton<DenialLimits>();
        services.AddSingleton<RefusalRecorder>();
        services.AddSingleton<GrpcCallReader>();
        services.AddSingleton<RestCallReader>();
    }

    private static void AddForwarding(IServiceCollection services, GatekeeperOptions options)
    {
        services.AddHttpForwarder();
        services.AddSingleton(options.Deployer);
        services.AddSingleton(new DeployerUser(options.Development, FileGuard.SharedGroup(options)));
        services.AddSingleton<DeployerConnection>();
        services.AddSingleton<StreamReview>();
        services.AddSingleton<CallForwarder>();
        services.AddSingleton(provider => GrpcChannel.ForAddress(
            DeployerAddress.Base,
            new GrpcChannelOptions { HttpHandler = provider.GetRequiredService<DeployerConnection>().Handler, MaxRetryAttempts = 1 }));
        services.AddSingleton(provider => new WorkerService.WorkerServiceClient(provider.GetRequiredService<GrpcChannel>()));
    }

    private static void AddAnswers(IServiceCollection services)
    {
        services.AddSingleton<DeployerRevision>();
        services.AddSingleton<IAnswer, StatusAnswer>();
        services.AddSingleton<IAnswer, RevisionAnswer>();
        services.AddSingleton<IAnswer, ReviewListAnswer>();
        services.AddSingleton<IAnswer, ReviewAnswer>();
        services.AddSingleton<AnswerDesk>();
    }
}
