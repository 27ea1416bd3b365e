using Deploy.V1;
using Gatectl.CommandLine;
using Gateway.Contract.Validation;

namespace Gatectl.Deployments;

/// <summary>What people are shown of an environment, field by field. The values are not escaped yet; an empty one is left out.</summary>
internal static class EnvironmentFields
{
    public static IEnumerable<(string Name, string Value)> All(EnvironmentState state)
    {
        yield return ("application", state.Application);
        yield return ("environment", state.Environment);
        yield return ("recorded", state.Recorded is null ? "nothing has succeeded" : FieldText.Of(state.Recorded));
        yield return ("deployment", state.RecordedDeploymentId);
        foreach (var host in state.Observed)
        {
            yield return ("observed", $"{host.Host}: {Of(host, state.Recorded)}");
        }

        if (state.Observed.Count == 0)
        {
            yield return ("observed", "no host was looked at: the deployer permits no target there");
        }

        foreach (var hold in state.Holds)
        {
            yield return ("held", $"{PlaceOf(hold)}, by {hold.HeldBy} since {TimeText.Of(hold.CreateTime)}: {hold.Reason}");
        }
    }

    /// <summary>What a hold is over, in words.</summary>
    public static string PlaceOf(Hold hold) => PlaceOf(hold.Application, hold.Environment);

    /// <summary>What a hold of an application and an environment is over, in words.</summary>
    public static string PlaceOf(string application, string environment) =>
        $"{(application == FieldRules.Wildcard ? "all applications" : application)} in {(environment == FieldRules.Wildcard ? "all environments" : environment)}";

    private static string Of(ObservedHost host, Release? recorded)
    {
        if (!host.Known)
        {
            return "cannot be seen now";
        }

        var release = FieldText.Of(host.Release);
        return (release.Length > 0 ? release : "nothing") + (IsSame(host.Release, recorded) ? "" : " (not what is recorded)");
    }

    private static bool IsSame(Release? observed, Release? recorded) => (observed?.Name ?? "") == (recorded?.Name ?? "");
}
