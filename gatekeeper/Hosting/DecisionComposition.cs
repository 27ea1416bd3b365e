using System.Security.Cryptography;
using Gatekeeper.Audit;
using Gatekeeper.Grants;
using Gatekeeper.Policy;
using Gateway.Contract.Grants;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;

namespace Gatekeeper.Hosting;

/// <summary>What decides, records and grants.</summary>
internal static class DecisionComposition
{
    /// <summary>Adds policy, audit and grants.</summary>
    public static void AddDecisions(this IServiceCollection services, GatekeeperOptions options)
    {
        services.AddSingleton(options.Policy);
        services.AddSingleton(_ => FileGuard.JudgeOf(options));
        services.AddSingleton(provider => new RevisionArchive(provider.GetRequiredService<StateDirectory>().Combine("revisions")));
        services.AddSingleton<IRevisionArchive>(provider => provider.GetRequiredService<RevisionArchive>());
        services.AddSingleton<IRevisionLog>(provider => new RevisionLog(provider.GetRequiredService<DecisionLog>().Log));
        services.AddSingleton(OpenRevisions);
        services.AddSingleton<IRevisionStatus>(provider => provider.GetRequiredService<RevisionStore>());
        services.AddHostedService<RevisionWatcher>();
        services.AddSingleton<IPolicySource, RevisionSource>();
        services.AddSingleton<PolicyDecisionPoint>();
        services.AddSingleton(options.Audit);
        services.AddSingleton(OpenLog);
        services.AddSingleton<IDecisionLog>(provider => provider.GetRequiredService<DecisionLog>());
        services.AddSingleton(options.Grants);
        services.AddSingleton(new GrantIdentity(options.Audit.Origin, options.Deployer.Audience));
        services.AddSingleton(_ => LoadSigner(options.Grants.SigningKeyFile));
        services.AddSingleton<SessionKeyRing>();
        services.AddSingleton<GrantIssuer>();
        services.AddSingleton<SessionKeyInstaller>();
        services.AddHostedService(provider => provider.GetRequiredService<SessionKeyInstaller>());
    }

    private static RevisionStore OpenRevisions(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<PolicyOptions>();
        try
        {
            return RevisionStore.Open(
                new RevisionSettings(options.Directory, options.QuietPeriod, provider.GetRequiredService<StateDirectory>().FullPath) { Judge = provider.GetRequiredService<PathJudge>() },
                provider.GetRequiredService<RevisionArchive>(),
                provider.GetRequiredService<IRevisionLog>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RevisionStore>>());
        }
        catch (RevisionRefusedException e)
        {
            throw new ConfigurationException($"Gatekeeper:Policy:Directory is '{options.Directory}': the policies there can't be used.{Environment.NewLine}{e.Message}", e);
        }
    }

    private static DecisionLog OpenLog(IServiceProvider provider)
    {
        try
        {
            return DecisionLog.Open(
                provider.GetRequiredService<DecisionLogOptions>(),
                provider.GetRequiredService<StateDirectory>().FullPath,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<DecisionLog>>());
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException($"Gatekeeper:{e.Message}", e);
        }
    }

    private static EcdsaGrantSigner LoadSigner(string path)
    {
        try
        {
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(path));

            // A public key is read as well, and fails when it first signs.
            _ = key.SignHash(new byte[32]);
            return new EcdsaGrantSigner(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new ConfigurationException($"{Setting.Fault("Gatekeeper:Grants:SigningKeyFile", path, "a P-256 private key in PEM")} {e.Message}", e);
        }
    }
}
