using Deployer.Configuration;
using Deployer.Destinations;
using Deployer.Targets.Directories;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Targets;

/// <summary>The kinds of target, each found by its name.</summary>
internal sealed class TargetKinds(params IReadOnlyList<ITargetKind> kinds)
{
    /// <summary>All that this program has: a line a kind.</summary>
    public static TargetKinds All(PathJudge judge) => new(
        new DirectoryTargetKind(judge));

    /// <summary>The target of a destination; null where its kind is not known.</summary>
    public ITarget? Find(Destination destination) => KindOf(destination.Target)?.Open(destination);

    /// <summary>Checks what each kind asks of its settings, and that no two lanes push to one place.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    public void Check(DeployerOptions options)
    {
        var seen = new Dictionary<(ITargetKind, string), string>();
        foreach (var (application, settings) in options.Applications)
        {
            foreach (var (environment, to) in settings.Environments)
            {
                var section = $"Deployer:Applications:{application}:Environments:{environment}";
                var kind = KindOf(to.Target);
                Setting.Require(kind is not null, $"{section}:Target:Kind", to.Target.Kind, string.Join(" or ", kinds.Select(known => $"'{known.Name}'")));
                CheckSettings(section, kind, to);
                RequireOwnPlace(seen, section, kind, application, environment, to.Target);
            }
        }
    }

    private static void CheckSettings(string section, ITargetKind kind, EnvironmentOptions to)
    {
        kind.Check($"{section}:Target", to.Target);
        Setting.Require(
            to.HealthCheck.File.Length == 0 || kind.Capabilities.HasFiles, $"{section}:HealthCheck:File", to.HealthCheck.File, $"empty, since a target of kind '{kind.Name}' shows no files");
        Setting.Require(
            to.Credential.Length > 0 || !kind.Capabilities.Needs.HasFlag(CredentialPurposes.Apply), $"{section}:Credential", to.Credential, $"the name of a credential, since a target of kind '{kind.Name}' needs one");
    }

    private static void RequireOwnPlace(
        Dictionary<(ITargetKind, string), string> seen, string section, ITargetKind kind, string application, string environment, TargetOptions target)
    {
        var template = kind.PlaceOf(target);
        var key = $"{section}:Target:{template.Key}";
        void Require(bool holds, string valid) => Setting.Require(holds, key, template.Value, valid);
        Require(application != Placeholders.Any || template.Value.Contains("{application}", StringComparison.Ordinal), "a path with {application} in it, since it serves many");
        Require(environment != Placeholders.Any || template.Value.Contains("{environment}", StringComparison.Ordinal), "a path with {environment} in it, since it serves many");
        var place = (kind, kind.PlaceOf(target.FilledFor(application, environment)).Identity);
        Require(seen.TryAdd(place, key), $"a place that is not also '{seen.GetValueOrDefault(place)}'");
    }

    private ITargetKind? KindOf(TargetOptions target) => kinds.FirstOrDefault(kind => kind.Name == target.Kind);
}
