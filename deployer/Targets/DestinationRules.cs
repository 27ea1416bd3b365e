using System.Buffers;
using Deployer.Configuration;
using Deployer.Destinations;
using Gateway.Hosting.Settings;

namespace Deployer.Targets;

/// <summary>What this machine permits, whatever the policies say: the rules of <c>Deployer:Allow</c>. A destination must fit one of them whole.</summary>
internal sealed class DestinationRules(DeployerOptions options, TargetKinds kinds)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-*");

    /// <summary>Checks that each pattern of each rule is one.</summary>
    /// <exception cref="ConfigurationException">One is not; the message names its key.</exception>
    public void Check()
    {
        for (var i = 0; i < options.Allow.Count; i++)
        {
            var (key, rule) = ($"Deployer:Allow:{i}", options.Allow[i]);
            CheckNames($"{key}:{nameof(rule.Applications)}", rule.Applications, "an application's name, in which * stands for any characters", isNeeded: true);
            CheckNames($"{key}:{nameof(rule.Environments)}", rule.Environments, "an environment's name, in which * stands for any characters", isNeeded: true);
            Check($"{key}:{nameof(rule.Targets)}", rule.Targets, FindFaultOfTarget, isNeeded: true);
            CheckNames($"{key}:{nameof(rule.Sources)}", rule.Sources, "a name of Deployer:Sources, in which * stands for any characters", isNeeded: true);
            Check(
                $"{key}:{nameof(rule.Credentials)}",
                rule.Credentials,
                name => IsNamePattern(Placeholders.Fill(name, "a", "e")) ? null : "a credential's name, in which * stands for any characters and {application} and {environment} for the names",
                isNeeded: false);
            Check($"{key}:{nameof(rule.HealthUrls)}", rule.HealthUrls, url => HttpAddress.IsValid(Placeholders.Fill(url, "a", "e")) ? null : "an http(s) URL without user, query and fragment", isNeeded: false);
        }
    }

    /// <summary>What no rule permits of a destination, with all that fits before it: its application, its environment, its target and so on. Null where one rule permits all of it.</summary>
    /// <param name="destination">A destination whose target has no fault.</param>
    /// <param name="value">What it has there.</param>
    public string? FindRefused(Destination destination, out string value)
    {
        IEnumerable<AllowOptions> rules = options.Allow;
        foreach (var (part, found, permits) in PartsOf(destination))
        {
            AllowOptions[] fitting = [.. rules.Where(permits)];
            if (fitting.Length == 0)
            {
                value = found;
                return part;
            }

            rules = fitting;
        }

        value = "";
        return null;
    }

    private IEnumerable<(string Part, string Value, Func<AllowOptions, bool> Permits)> PartsOf(Destination to)
    {
        string Fill(string pattern) => Placeholders.Fill(pattern, to.Application, to.Environment);
        yield return ("application", to.Application, rule => rule.Applications.Any(pattern => NamePattern.IsMatch(pattern, to.Application)));
        yield return ("environment", to.Environment, rule => rule.Environments.Any(pattern => NamePattern.IsMatch(pattern, to.Environment)));
        var kind = kinds.KindOf(to.Target.Kind)!;
        yield return ("target", $"{kind.Name}:{kind.PlaceOf(to.Target)}", rule => rule.Targets.Any(pattern =>
            KindOf(pattern, out var place) == kind && kind.IsWithin(to.Target, place, to.Application, to.Environment)));
        yield return ("source", to.Source, rule => rule.Sources.Any(pattern => NamePattern.IsMatch(pattern, to.Source)));
        foreach (var (purpose, name) in to.Credentials)
        {
            yield return ($"credential to {purpose}", name, rule => rule.Credentials.Any(pattern => NamePattern.IsMatch(Fill(pattern), name)));
        }

        if (to.HealthCheckUrl.Length > 0)
        {
            yield return ("health check's URL", to.HealthCheckUrl, rule => rule.HealthUrls.Any(pattern => IsBelow(to.HealthCheckUrl, Fill(pattern))));
        }
    }

    private string? FindFaultOfTarget(string pattern) => KindOf(pattern, out var place) is { } kind
        ? kind.FindFaultOfRule(place) is { } fault ? $"'{kind.Name}:' and {fault}" : null
        : $"KIND:PLACE with a kind of target, {kinds.Names}";

    private ITargetKind? KindOf(string pattern, out string place)
    {
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        place = pattern[(colon + 1)..];
        return colon < 0 ? null : kinds.KindOf(pattern[..colon]);
    }

    private static void CheckNames(string key, List<string> patterns, string valid, bool isNeeded) => Check(key, patterns, pattern => IsNamePattern(pattern) ? null : valid, isNeeded);

    private static void Check(string key, List<string> patterns, Func<string, string?> findFault, bool isNeeded)
    {
        Setting.Require(patterns.Count > 0 || !isNeeded, key, "", "a list that is not empty: a rule without it permits nothing");
        for (var i = 0; i < patterns.Count; i++)
        {
            var fault = findFault(patterns[i]);
            Setting.Require(fault is null, $"{key}:{i}", patterns[i], fault ?? "");
        }
    }

    private static bool IsNamePattern(string pattern) => pattern.Length is > 0 and <= 256 && !pattern.AsSpan().ContainsAnyExcept(NameCharacters);

    // The same server, and the same path or one below it. Both are read by the same reader, so that no other spelling of '..' gets out.
    private static bool IsBelow(string url, string prefix)
    {
        var (to, from) = (new Uri(url), new Uri(prefix));
        var directory = from.AbsolutePath.TrimEnd('/');
        return to.Scheme == from.Scheme && to.Host == from.Host && to.Port == from.Port
            && (to.AbsolutePath == directory || to.AbsolutePath.StartsWith(directory + "/", StringComparison.Ordinal))
            && !to.AbsolutePath.Contains("%2e", StringComparison.OrdinalIgnoreCase);
    }
}
