using Gateway.Contract.Validation;
using Gateway.Hosting.Settings;

namespace Deployer.Configuration;

/// <summary>Checks the sections of applications and environments, as far as no kind of target or source has keys of its own.</summary>
internal static class ApplicationOptionsValidator
{
    private static readonly TimeSpan MaxStepTimeout = TimeSpan.FromHours(6);

    /// <summary>Checks one application's section.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    public static void Check(string name, ApplicationOptions application, DeployerOptions options)
    {
        var key = $"Deployer:Applications:{name}";
        RequireName(key, name);
        foreach (var (environment, settings) in application.Environments)
        {
            RequireName($"{key}:Environments:{environment}", environment);
            CheckEnvironment($"{key}:Environments:{environment}", settings, options);
        }
    }

    private static void CheckEnvironment(string key, EnvironmentOptions settings, DeployerOptions options)
    {
        Setting.Require(settings.Target.KeepReleases is >= 1 and <= 1000, $"{key}:Target:KeepReleases", $"{settings.Target.KeepReleases}", "1 to 1000");
        Setting.Require(settings.Credential.Length == 0 || options.Secrets.IsConfigured, $"{key}:Credential", settings.Credential, "empty while Deployer:Secrets:KeyFile is not given");
        DeployerOptionsValidator.RequireTime($"{key}:StepTimeout", settings.StepTimeout, MaxStepTimeout);
        CheckHealth($"{key}:HealthCheck", settings.HealthCheck);
    }

    private static void CheckHealth(string key, HealthCheckOptions check)
    {
        DeployerOptionsValidator.RequireTime($"{key}:Timeout", check.Timeout, MaxStepTimeout);
        Setting.Require(check.File.Length == 0 || check.Url.Length == 0, key, check.Url, "a File or a Url, not both");
        Setting.Require(check.Url.Length == 0 || HttpAddress.IsValid(Placeholders.Fill(check.Url, "a", "e")), $"{key}:Url", check.Url, "an http(s) URL");
        var isInside = !Path.IsPathRooted(check.File) && !check.File.Split('/').Contains("..");
        Setting.Require(isInside, $"{key}:File", check.File, "a path relative to the current release without '..'");
    }

    private static void RequireName(string key, string name) =>
        Setting.Require(name == Placeholders.Any || FieldRules.IsName(name), key, name, "a name of a-z, 0-9 and '-', or '*'");
}
