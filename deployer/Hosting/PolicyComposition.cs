using Deployer.Audit;
using Deployer.Configuration;
using Deployer.Grants;
using Deployer.Policy;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;

namespace Deployer.Hosting;

/// <summary>What decides at the deployer, and which revisions calls may have been decided with.</summary>
internal static class PolicyComposition
{
    /// <summary>Adds the policies of the configuration.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="state">The state directory.</param>
    public static void Add(IServiceCollection services, DeployerOptions options, StateDirectory state)
    {
        services.AddSingleton(_ => OpenNewest(state.Combine("revision-shown.json")));
        services.AddSingleton<RevisionRule>();
        services.AddRevisions("Deployer:Policy:Directory", options.Policy.Directory, options.Policy.QuietPeriod, provider => provider.GetRequiredService<WorkerLog>().Log);
        services.AddSingleton<IKnownRevisions, KnownRevisions>();
        services.AddSingleton<IDeployerPolicy, DeployerPolicy>();
    }

    private static NewestRevision OpenNewest(string path)
    {
        try
        {
            return new NewestRevision(path);
        }
        catch (IOException e)
        {
            throw new ConfigurationException($"The key 'Deployer:StateDirectory' holds a directory whose state cannot be read: {e.Message}");
        }
    }
}
