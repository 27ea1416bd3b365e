using Deployer.Hosting;
using Gateway.Contract.Validation;

namespace Deployer.Deployments;

/// <summary>Finds the configured destination of an application and environment.</summary>
internal sealed class Destinations(DeployerOptions options)
{
    /// <summary>The key that stands for every application or environment that has no section of its own.</summary>
    public const string Any = "*";

    /// <summary>Puts the names in place of <c>{application}</c> and <c>{environment}</c>.</summary>
    public static string Fill(string template, string application, string environment) => template
        .Replace("{application}", application, StringComparison.Ordinal)
        .Replace("{environment}", environment, StringComparison.Ordinal);

    /// <summary>The destination, or null where nothing is configured or a name is not one.</summary>
    public Destination? Find(string application, string environment)
    {
        if (!FieldRules.IsName(application) || !FieldRules.IsName(environment))
        {
            return null;
        }

        return Lookup(options.Applications, application) is { } from && Lookup(from.Environments, environment) is { } to
            ? Destination.From(application, environment, from, to)
            : null;
    }

    private static T? Lookup<T>(Dictionary<string, T> sections, string name)
        where T : class => sections.GetValueOrDefault(name) ?? sections.GetValueOrDefault(Any);
}
