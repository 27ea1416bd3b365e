using Deployer.Configuration;
using Gateway.Contract.Hashing;

namespace Deployer.Destinations;

/// <summary>Where one application's artifacts come from and where they go in one environment, all placeholders filled in.</summary>
/// <param name="Application">The application.</param>
/// <param name="Environment">The environment.</param>
/// <param name="ArtifactSource">A directory or an http(s) URL prefix.</param>
/// <param name="Target">The target's settings.</param>
/// <param name="Credential">The credential's name, or empty.</param>
/// <param name="HealthCheckFile">A file relative to the current release, or empty.</param>
/// <param name="HealthCheckUrl">A URL, or empty.</param>
/// <param name="HealthCheckTimeout">How long the check is repeated.</param>
/// <param name="StepTimeout">How long each step may take.</param>
internal sealed record Destination(
    string Application,
    string Environment,
    string ArtifactSource,
    TargetOptions Target,
    string Credential,
    string HealthCheckFile,
    string HealthCheckUrl,
    TimeSpan HealthCheckTimeout,
    TimeSpan StepTimeout)
{
    /// <value>The digest of all of it.</value>
    public string Digest => "sha256:" + Convert.ToHexStringLower(ListHash.Compute(
    [
        Application, Environment, ArtifactSource, Target.Kind, Target.Directory, $"{Target.KeepReleases}", Credential,
        HealthCheckFile, HealthCheckUrl, $"{HealthCheckTimeout}", $"{StepTimeout}",
    ]));

    /// <summary>Fills in the placeholders of the options.</summary>
    public static Destination From(string application, string environment, ApplicationOptions from, EnvironmentOptions to)
    {
        string Fill(string template) => Placeholders.Fill(template, application, environment);
        return new(
            application,
            environment,
            Fill(from.Artifacts.Source),
            to.Target.FilledFor(application, environment),
            Fill(to.Credential),
            Fill(to.HealthCheck.File),
            Fill(to.HealthCheck.Url),
            to.HealthCheck.Timeout,
            to.StepTimeout);
    }
}
