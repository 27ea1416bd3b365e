using Gateway.Contract.Validation;
using Gateway.Hosting.Settings;

namespace Deployer.Configuration;

/// <summary>Checks the sections of applications and environments.</summary>
internal static class ApplicationOptionsValidator
{
    private static readonly TimeSpan MaxStepTimeout = TimeSpan.FromHours(6);

    /// <summary>Checks one application's section.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    public static void Check(string name, ApplicationOptions application, DeployerOptions options)
    {
        string key = $"Deployer:Applications:{name}";
        RequireName(key, name);
        string source = application.Artifacts.Source;
        DeployerOptionsValidator.Require(IsHttp(source) || Path.IsPathFullyQualified(source), $"{key}:Artifacts:Source", source, "an absolute folder path or an http(s) URL without query");
        foreach ((string environment, EnvironmentOptions settings) in application.Environments)
        {
            RequireName($"{key}:Environments:{environment}", environment);
            CheckEnvironment($"{key}:Environments:{environment}", settings, options);
        }
    }

    /// <summary>Refuses two lanes that would push to the same folder: each is sure to be alone there.</summary>
    /// <exception cref="ConfigurationException">Two targets are the same folder, or a default target has no placeholder to keep them apart.</exception>
    public static void RefuseSharedTargets(DeployerOptions options)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string application, ApplicationOptions settings) in options.Applications)
        {
            foreach ((string environment, EnvironmentOptions to) in settings.Environments)
            {
                string key = $"Deployer:Applications:{application}:Environments:{environment}:Target:Directory";
                string directory = to.Target.Directory;
                DeployerOptionsValidator.Require(application != Placeholders.Any || directory.Contains("{application}", StringComparison.Ordinal), key, directory, "a path with {application} in it, since it serves many");
                DeployerOptionsValidator.Require(environment != Placeholders.Any || directory.Contains("{environment}", StringComparison.Ordinal), key, directory, "a path with {environment} in it, since it serves many");
                string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Placeholders.Fill(directory, application, environment)));
                DeployerOptionsValidator.Require(seen.TryAdd(folder, key), key, directory, $"a folder that is not also '{seen.GetValueOrDefault(folder)}'");
            }
        }
    }

    private static void CheckEnvironment(string key, EnvironmentOptions settings, DeployerOptions options)
    {
        DeployerOptionsValidator.Require(settings.Target.Kind == "directory", $"{key}:Target:Kind", settings.Target.Kind, "'directory'");
        DeployerOptionsValidator.Require(Path.IsPathFullyQualified(settings.Target.Directory), $"{key}:Target:Directory", settings.Target.Directory, "an absolute path");
        DeployerOptionsValidator.Require(settings.Target.KeepReleases is >= 1 and <= 1000, $"{key}:Target:KeepReleases", $"{settings.Target.KeepReleases}", "1 to 1000");
        DeployerOptionsValidator.Require(settings.Credential.Length == 0 || options.Secrets.KeyFile.Length > 0, $"{key}:Credential", settings.Credential, "empty while Deployer:Secrets:KeyFile is not given");
        DeployerOptionsValidator.RequireTime($"{key}:StepTimeout", settings.StepTimeout, MaxStepTimeout);
        CheckHealth($"{key}:HealthCheck", settings.HealthCheck);
    }

    private static void CheckHealth(string key, HealthCheckOptions check)
    {
        DeployerOptionsValidator.RequireTime($"{key}:Timeout", check.Timeout, MaxStepTimeout);
        DeployerOptionsValidator.Require(check.File.Length == 0 || check.Url.Length == 0, key, check.Url, "a File or a Url, not both");
        DeployerOptionsValidator.Require(check.Url.Length == 0 || IsHttp(check.Url), $"{key}:Url", check.Url, "an http(s) URL");
        bool isInside = !Path.IsPathRooted(check.File) && !check.File.Split('/').Contains("..");
        DeployerOptionsValidator.Require(isInside, $"{key}:File", check.File, "a path relative to the current release without '..'");
    }

    private static void RequireName(string key, string name) =>
        DeployerOptionsValidator.Require(name == Placeholders.Any || FieldRules.IsName(name), key, name, "a name of a-z, 0-9 and '-', or '*'");

    // Placeholders hold characters that a URL may not; they stand for names that do not.
    private static bool IsHttp(string text) =>
        Uri.TryCreate(Placeholders.Fill(text, "a", "e"), UriKind.Absolute, out Uri? uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
