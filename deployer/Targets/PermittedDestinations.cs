using Deployer.Destinations;
using Rego.Values;

namespace Deployer.Targets;

/// <summary>
/// The one way to a destination: what the revision in use says, once it was found to be a target that can be used, in a place of its own,
/// and permitted on this machine. Asked when a deployment is accepted, and again before it is worked on.
/// </summary>
internal sealed partial class PermittedDestinations(DestinationTable table, TargetKinds kinds, DestinationRules rules, ILogger<PermittedDestinations> logger)
{
    private Places? _places;

    /// <summary>The destination of an application in an environment; null where the policies have none.</summary>
    /// <exception cref="DestinationRefusedException">There is one, and it is not used; that is in the log.</exception>
    public Destination? Find(string application, string environment)
    {
        try
        {
            var destination = table.Find(application, environment);
            if (destination is not null)
            {
                Require(destination);
            }

            return destination;
        }
        catch (DestinationRefusedException e)
        {
            LogRefused(logger, e.Detail);
            throw;
        }
    }

    private void Require(Destination destination)
    {
        var kind = kinds.KindOf(destination.Target.Kind) ?? throw Unusable(destination, $"its target's kind must be {kinds.Names}", destination.Target.Kind);
        var other = destination.Target.Keys.Keys.Except(kind.Keys, StringComparer.Ordinal).FirstOrDefault();
        if (other is not null)
        {
            throw Unusable(destination, $"its target must have no keys but kind, {string.Join(", ", kind.Keys)}", other);
        }

        if (kind.FindFault(destination.Target) is { } fault)
        {
            throw Unusable(destination, $"of its target, {fault}", string.Join(", ", destination.Target.Keys.Values));
        }

        RequireCapabilities(destination, kind);
        RequireOwnPlace(destination, kind);
        if (rules.FindRefused(destination, out var value) is { } part)
        {
            var message = $"This deployer does not permit the destination of {destination.Application} in {destination.Environment}: no rule of Deployer:Allow permits its {part}"
                + (part == "application" ? "." : ", with what stands before it.");
            throw new DestinationRefusedException(message, $"{message} Found '{value}'.");
        }
    }

    private static void RequireCapabilities(Destination destination, ITargetKind kind)
    {
        if (destination.HealthCheckFile.Length > 0 && !kind.Capabilities.HasFiles)
        {
            throw Unusable(destination, $"it must have no health.file, since a target of kind '{kind.Name}' shows no files", destination.HealthCheckFile);
        }

        foreach (var purpose in kind.Capabilities.Needs.Names())
        {
            if (!destination.Credentials.ContainsKey(purpose))
            {
                throw Unusable(destination, $"it must have credentials.{purpose}, since a target of kind '{kind.Name}' needs one", "");
            }
        }
    }

    // The data are checked for that, too; but what a lane takes for its own must not rest on which rules came with the data.
    private void RequireOwnPlace(Destination destination, ITargetKind kind)
    {
        var data = table.Data;
        var places = Volatile.Read(ref _places);
        if (places is null || !ReferenceEquals(places.Data, data))
        {
            places = new Places(data, DestinationTable.TargetsOf(data)
                .Select(found => (found.Application, found.Environment, Place: PlaceOf(found.Target)))
                .Where(found => found.Place is not null)
                .ToLookup(found => found.Place!, found => (found.Application, found.Environment)));
            Volatile.Write(ref _places, places);
        }

        var own = (destination.Application, destination.Environment);
        foreach (var other in places.Lanes[$"{kind.Name}:{kind.PlaceOf(destination.Target)}"].Where(lane => lane != own))
        {
            throw Unusable(destination, $"its target must be a place of its own, and is that of {other.Application} in {other.Environment}, too", kind.PlaceOf(destination.Target));
        }
    }

    private string? PlaceOf(TargetSettings target) => kinds.KindOf(target.Kind) is { } kind && kind.FindFault(target) is null ? $"{kind.Name}:{kind.PlaceOf(target)}" : null;

    private static DestinationRefusedException Unusable(Destination destination, string why, string found)
    {
        var message = $"The destination of {destination.Application} in {destination.Environment} cannot be used: {why}.";
        return new DestinationRefusedException(message, $"{message} Found '{found}'.");
    }

    [LoggerMessage(EventId = 11008, Level = LogLevel.Warning, Message = "{Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);

    private sealed record Places(RegoObject Data, ILookup<string, (string Application, string Environment)> Lanes);
}
