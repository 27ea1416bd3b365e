using Deployer.Configuration;
using Gateway.Contract.Validation;
using Rego.Values;

namespace Deployer.Destinations;

/// <summary>Finds the destination of an application and environment in the data of the revision in use.</summary>
/// <param name="data">The data of the revision in use; asked anew each time.</param>
/// <param name="options">Where the sources that destinations name are.</param>
internal sealed class DestinationTable(Func<RegoObject> data, DeployerOptions options)
{
    private const int MaxKeptReleases = 1000;
    private const int KeptReleases = 5;
    private static readonly TimeSpan MaxTime = TimeSpan.FromHours(6);
    private static readonly string[] Purposes = ["apply", "observe", "publish", "pull"];

    /// <value>The data of the revision in use.</value>
    public RegoObject Data => data();

    /// <summary>The destination, or null where the policies have none or a name is not one.</summary>
    /// <exception cref="DestinationRefusedException">The entry cannot be read, or names a source that this machine does not have.</exception>
    public Destination? Find(string application, string environment)
    {
        var entry = FieldRules.IsName(application) && FieldRules.IsName(environment) ? DestinationEntry.Nearest(Data["destinations"], application, environment) : null;
        return entry is null ? null : Read(entry, application, environment);
    }

    /// <summary>Every application and environment that the data name, with its target; what cannot be read is left out.</summary>
    /// <param name="data">The data of one revision.</param>
    public static IEnumerable<(string Application, string Environment, TargetSettings Target)> TargetsOf(RegoObject data)
    {
        var destinations = data["destinations"];
        string[] environments = [.. Names(data["environments"]).Union(Members(destinations).SelectMany(entries => Names(entries.Value)))];
        foreach (var application in Names(data["applications"]).Union(Names(destinations)))
        {
            foreach (var environment in environments)
            {
                if (TargetOf(destinations, application, environment) is { } target)
                {
                    yield return (application, environment, target);
                }
            }
        }
    }

    private static TargetSettings? TargetOf(RegoValue destinations, string application, string environment)
    {
        try
        {
            return DestinationEntry.Nearest(destinations, application, environment) is { } entry ? ReadTarget(entry) : null;
        }
        catch (DestinationRefusedException)
        {
            return null;
        }
    }

    private Destination Read(DestinationEntry entry, string application, string environment)
    {
        entry.Members("", "target", "source", "credentials", "health", "keep", "shared", "step_timeout");
        entry.Members("health", "file", "url", "timeout");
        var (file, url) = (entry.Text("health.file") ?? "", entry.Text("health.url") ?? "");
        entry.Require(file.Length == 0 || url.Length == 0, "health", "a file or a url, not both", entry.Optional("health"));
        entry.Require(!Path.IsPathRooted(file) && !file.Split('/').Contains(".."), "health.file", "a path relative to the release, without '..'", entry.Optional("health.file"));
        entry.Require(url.Length == 0 || HttpAddress.IsValid(url), "health.url", "an http(s) URL without user, query and fragment", entry.Optional("health.url"));
        var source = entry.Text("source") ?? "";
        entry.Require(options.Sources.TryGetValue(source, out var from), "source", "a source that the deployer is configured for (Deployer:Sources)", entry.Optional("source"));
        return new Destination
        {
            Application = application,
            Environment = environment,
            Digest = entry.Digest,
            Source = source,
            ArtifactSource = Placeholders.Fill(from!.Address, application, environment),
            Target = ReadTarget(entry),
            Credentials = ReadCredentials(entry),
            HealthCheckFile = file,
            HealthCheckUrl = url,
            HealthCheckTimeout = entry.Duration("health.timeout", MaxTime) ?? TimeSpan.FromSeconds(30),
            StepTimeout = entry.Duration("step_timeout", MaxTime) ?? TimeSpan.FromMinutes(10),
        };
    }

    private static TargetSettings ReadTarget(DestinationEntry entry)
    {
        entry.Require(entry.Optional("target") is not null, "target", "given", null);
        var keys = entry.Members("target", null).Keys.Where(key => key != "kind").ToDictionary(key => key, key => entry.Text($"target.{key}")!, StringComparer.Ordinal);
        return new TargetSettings(entry.Text("target.kind") ?? "", keys, entry.Count("keep", MaxKeptReleases) ?? KeptReleases);
    }

    // Who may look must not be able to change, unless the entry says that this is meant.
    private static Dictionary<string, string> ReadCredentials(DestinationEntry entry)
    {
        var credentials = entry.Members("credentials", Purposes).Keys.ToDictionary(purpose => purpose, purpose => entry.Text($"credentials.{purpose}")!, StringComparer.Ordinal);
        var shared = entry.Optional("shared");
        entry.Require(shared is null || ReferenceEquals(shared, RegoBoolean.True), "shared", "true, or not there at all", shared);
        var isShared = credentials.TryGetValue("apply", out var apply) && credentials.Any(other => other.Key != "apply" && other.Value == apply);
        entry.Require(!isShared || shared is not null, "credentials.apply", "a credential of its own, or shared: true", entry.Optional("credentials"));
        return credentials;
    }

    private static IEnumerable<string> Names(RegoValue document) => Members(document).Select(member => member.Key).Where(name => FieldRules.IsName(name));

    private static IEnumerable<KeyValuePair<string, RegoValue>> Members(RegoValue document) => document is RegoObject members
        ? members.Where(member => member.Key is RegoString).Select(member => KeyValuePair.Create(((RegoString)member.Key).Value, member.Value))
        : [];
}
