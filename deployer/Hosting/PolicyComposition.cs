using Deployer.Configuration;
using Deployer.Grants;
using Deployer.Policy;
using Gateway.Hosting.Audit;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
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
        services.AddSingleton(new RevisionArchive(state.Combine("revisions")));
        services.AddSingleton<IRevisionArchive>(p => p.GetRequiredService<RevisionArchive>());
        services.AddSingleton<IRevisionLog>(p => new RevisionLog(p.GetRequiredService<TamperEvidentLog>()));
        services.AddSingleton(p => Open(options, state, p));
        services.AddSingleton<IRevisionStatus>(p => p.GetRequiredService<RevisionStore>());
        services.AddHostedService<RevisionWatcher>();
        services.AddSingleton<IKnownRevisions, KnownRevisions>();
        services.AddSingleton<IDeployerPolicy, DeployerPolicy>();
    }

    private static RevisionStore Open(DeployerOptions options, StateDirectory state, IServiceProvider services)
    {
        PolicyOptions policy = options.Policy;
        try
        {
            return RevisionStore.Open(
                new RevisionSettings(policy.Directory, policy.QuietPeriod, state.FullPath) { Judge = services.GetRequiredService<PathJudge>() },
                services.GetRequiredService<RevisionArchive>(),
                services.GetRequiredService<IRevisionLog>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<RevisionStore>>());
        }
        catch (RevisionRefusedException e)
        {
            throw new ConfigurationException($"The key 'Deployer:Policy:Directory' holds '{policy.Directory}': the policies there cannot be used.{Environment.NewLine}{e.Message}");
        }
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
