using System.Security.Cryptography;
using Gatekeeper.Audit;
using Gatekeeper.Grants;
using Gatekeeper.Policy;
using Gatekeeper.Reviews;
using Gateway.Contract.Grants;
using Gateway.Hosting.Audit;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;

namespace Gatekeeper.Hosting;

/// <summary>What decides, records and grants.</summary>
internal static class DecisionComposition
{
    private const int MaxKeyFileBytes = 16 * 1024;

    /// <summary>Adds policy, audit, reviews and grants.</summary>
    public static void AddDecisions(this IServiceCollection services, GatekeeperOptions options)
    {
        services.AddSingleton(options.Policy);
        services.AddSingleton(_ => FileGuard.JudgeOf(options));
        services.AddRevisions(
            "Gatekeeper:Policy:Directory", options.Policy.Directory, options.Policy.QuietPeriod, provider => provider.GetRequiredService<DecisionLog>().Log);
        services.AddSingleton<IPolicySource, RevisionSource>();
        services.AddSingleton<PolicyDecisionPoint>();
        services.AddSingleton(options.Audit);
        services.AddSingleton(OpenLog);
        services.AddSingleton<ExceptionUses>();
        services.AddSingleton<ReviewedDecisions>();
        services.AddSingleton<IDecisionLog>(provider => new UseKeepingLog(provider.GetRequiredService<DecisionLog>(), provider.GetRequiredService<ExceptionUses>()));
        services.AddHostedService<UseLogReader>();
        services.AddSingleton(options.Grants);
        services.AddSingleton(new GrantIdentity(options.Audit.Origin, options.Deployer.Audience));
        services.AddSingleton(_ => LoadSigner(options.Grants.SigningKeyFile));
        services.AddSingleton<SessionKeyRing>();
        services.AddSingleton<GrantIssuer>();
        services.AddSingleton<SessionKeyInstaller>();
        services.AddHostedService(provider => provider.GetRequiredService<SessionKeyInstaller>());
    }

    private static DecisionLog OpenLog(IServiceProvider provider) => AuditSection.Open(GatekeeperOptions.Section, () => DecisionLog.Open(
        provider.GetRequiredService<DecisionLogOptions>(),
        provider.GetRequiredService<StateDirectory>().FullPath,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<DecisionLog>>()));

    private static EcdsaGrantSigner LoadSigner(string path)
    {
        try
        {
            var key = ECDsa.Create();
            key.ImportFromPem(SmallFile.ReadText(path, MaxKeyFileBytes));

            // A public key is read as well, and fails when it first signs.
            _ = key.SignHash(new byte[32]);
            return new EcdsaGrantSigner(key);
        }
        catch (Exception e) when (e is IOException or ArgumentException or CryptographicException)
        {
            throw new ConfigurationException($"{Setting.Fault("Gatekeeper:Grants:SigningKeyFile", path, "a P-256 private key in PEM")} {e.Message}", e);
        }
    }
}
