using Deployer.Configuration;
using Gateway.Contract.Validation;

namespace Deployer.Destinations;

/// <summary>Finds the configured destination of an application and environment.</summary>
internal sealed class DestinationTable(DeployerOptions options)
{
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
        where T : class => sections.GetValueOrDefault(name) ?? sections.GetValueOrDefault(Placeholders.Any);
}
