using Gateway.Hosting.Audit;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions.Archive;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting.Revisions;

/// <summary>The policies of a program: opened, kept, recorded, told and watched.</summary>
public static class RevisionServices
{
    /// <summary>Adds them. The container must have the program's <see cref="StateDirectory"/>, <see cref="PathJudge"/> and clock.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="key">The key that names the directory.</param>
    /// <param name="directory">The directory with the policies, their data and their tests.</param>
    /// <param name="quietPeriod">How long nothing must have changed there before it is read.</param>
    /// <param name="log">The program's audit log.</param>
    public static void AddRevisions(this IServiceCollection services, string key, string directory, TimeSpan quietPeriod, Func<IServiceProvider, TamperEvidentLog> log)
    {
        services.AddSingleton(provider => new RevisionArchive(provider.GetRequiredService<StateDirectory>().Combine(RevisionArchive.DirectoryName)));
        services.AddSingleton<IRevisionArchive>(provider => provider.GetRequiredService<RevisionArchive>());
        services.AddSingleton<IRevisionLog>(provider => new RevisionLog(log(provider)));
        services.AddSingleton(provider => Open(provider, key, directory, quietPeriod));
        services.AddSingleton<IRevisionStatus>(provider => provider.GetRequiredService<RevisionStore>());
        services.AddHostedService<RevisionWatcher>();
    }

    private static RevisionStore Open(IServiceProvider provider, string key, string directory, TimeSpan quietPeriod)
    {
        try
        {
            return RevisionStore.Open(
                new RevisionSettings(directory, quietPeriod, provider.GetRequiredService<StateDirectory>().FullPath, provider.GetRequiredService<PathJudge>()),
                provider.GetRequiredService<RevisionArchive>(),
                provider.GetRequiredService<IRevisionLog>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RevisionStore>>());
        }
        catch (RevisionRefusedException e)
        {
            throw new ConfigurationException($"{Setting.Describe(key, directory)}: the policies there cannot be used.{Environment.NewLine}{e.Message}", e);
        }
    }
}
