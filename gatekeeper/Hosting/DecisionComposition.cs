using System.Security.Cryptography;
using Deploy.Grants;
using Gatekeeper.Audit;
using Gatekeeper.Grants;
using Gatekeeper.Policy;

namespace Gatekeeper.Hosting;

/// <summary>What decides, records and grants.</summary>
internal static class DecisionComposition
{
    /// <summary>Adds policy, audit and grants.</summary>
    public static void AddDecisions(this IServiceCollection services, GatekeeperOptions options)
    {
        services.AddSingleton(options.Policy);
        services.AddSingleton(LoadPolicies);
        services.AddSingleton<IPolicySource>(provider => provider.GetRequiredService<PolicyStore>());
        services.AddSingleton<PolicyDecisionPoint>();
        services.AddHostedService<PolicyWatcher>();
        services.AddSingleton(options.Audit);
        services.AddSingleton<IDecisionLog>(OpenLog);
        services.AddSingleton(options.Grants);
        services.AddSingleton(new GrantIdentity(options.Audit.Origin, options.Deployer.Audience));
        services.AddSingleton(_ => LoadSigner(options.Grants.SigningKeyFile));
        services.AddSingleton<SessionKeyRing>();
        services.AddSingleton<GrantIssuer>();
        services.AddSingleton<SessionKeyInstaller>();
        services.AddHostedService(provider => provider.GetRequiredService<SessionKeyInstaller>());
    }

    private static PolicyStore LoadPolicies(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<PolicyOptions>();
        try
        {
            return new PolicyStore(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PolicyStore>>());
        }
        catch (PolicySetException e)
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
            return new EcdsaGrantSigner(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new ConfigurationException($"Gatekeeper:Grants:SigningKeyFile is '{path}': it must be a P-256 private key in PEM. {e.Message}", e);
        }
    }
}
