using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Deployer.Configuration;
using Deployer.Destinations;
using Deployer.Targets.Directories;
using Gateway.Contract.Validation;
using Gateway.Hosting.Settings;

namespace Deployer.Conversion;

/// <summary>Says the former settings in data, with local rules that permit what they said.</summary>
internal sealed class DestinationConverter
{
    private const string Section = "Deployer:Applications";

    private static readonly TimeSpan MaxTime = TimeSpan.FromHours(6);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _data = new("# Where each application's artifacts come from, and where they go. The nearest entry holds whole.\n");
    private readonly Dictionary<string, SourceOptions> _sources = new(StringComparer.Ordinal);
    private readonly List<AllowOptions> _allow = [];
    private readonly List<string> _faults = [];
    private readonly FormerSettings _settings;

    private DestinationConverter(FormerSettings settings) => _settings = settings;

    /// <summary>Converts settings.</summary>
    public static Converted Convert(FormerSettings settings)
    {
        var converter = new DestinationConverter(settings);
        foreach (var (name, application) in settings.Applications.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            converter.Add(name, application);
        }

        return new Converted(converter._data.ToString(), converter._sources, converter._allow, converter._faults);
    }

    private void Add(string name, FormerApplication application)
    {
        var key = $"{Section}:{name}";
        Require(IsKey(name), key, name, "a name of a-z, 0-9 and '-', or '*'");
        RequireNothingAdded(key, name, application);
        if (application.Environments.Count == 0)
        {
            return;
        }

        var source = SourceOf(key, name, application.Artifacts.Source);
        _data.Append(Text(name)).Append(":\n");
        foreach (var (environment, entry) in application.Environments.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var at = $"{key}:Environments:{environment}";
            Require(IsKey(environment), at, environment, "a name of a-z, 0-9 and '-', or '*'");
            Check(at, name, environment, entry);
            Write(environment, entry, source);
            _allow.Add(new AllowOptions
            {
                Applications = [name],
                Environments = [environment],
                Targets = [$"{DirectoryTargetKind.KindName}:{PathOf(entry)}"],
                Sources = [source],
                Credentials = entry.Credential.Length > 0 ? [entry.Credential] : [],
                HealthUrls = entry.HealthCheck.Url.Length > 0 ? [entry.HealthCheck.Url] : [],
            });
        }
    }

    // The section of an application hid that of '*' as a whole; an entry of data hides only what it is nearer than.
    private void RequireNothingAdded(string key, string name, FormerApplication application)
    {
        if (name != Placeholders.Any && !application.Environments.ContainsKey(Placeholders.Any) && _settings.Applications.TryGetValue(Placeholders.Any, out var all))
        {
            var added = all.Environments.Keys.Where(environment => !application.Environments.ContainsKey(environment)).Order(StringComparer.Ordinal).ToList();
            Require(
                added.Count == 0,
                $"{key}:Environments",
                string.Join(", ", application.Environments.Keys.Order(StringComparer.Ordinal)),
                $"a section with an entry for each of these, too, since in data they would be those of '{Section}:*': {string.Join(", ", added)}");
        }
    }

    private string SourceOf(string key, string application, string address)
    {
        var isUrl = HttpAddress.IsValid(Placeholders.Fill(address, "a", "e"));
        Require(isUrl || Path.IsPathFullyQualified(address), $"{key}:Artifacts:Source", address, "an absolute directory path or an http(s) URL without query");
        if (_sources.FirstOrDefault(source => source.Value.Address == address).Key is { } known)
        {
            return known;
        }

        var name = application == Placeholders.Any ? "releases" : application;
        while (_sources.ContainsKey(name))
        {
            name += "-2";
        }

        _sources.Add(name, isUrl ? new SourceOptions { Url = address } : new SourceOptions { Directory = address });
        return name;
    }

    private void Check(string key, string application, string environment, FormerEnvironment entry)
    {
        Require(entry.Target.Kind == DirectoryTargetKind.KindName, $"{key}:Target:Kind", entry.Target.Kind, $"'{DirectoryTargetKind.KindName}'");
        var path = PathOf(entry);
        var isPlain = DirectoryPlace.IsPlain(path) && HasNoOtherBraces(path) && !path.Contains('*', StringComparison.Ordinal);
        Require(isPlain, $"{key}:Target:Directory", entry.Target.Directory, "an absolute path without '..', '*', and braces that are no {application} or {environment}");
        Require(application != Placeholders.Any || path.Contains("{application}", StringComparison.Ordinal), $"{key}:Target:Directory", path, "a path with {application} in it, since it serves many");
        Require(environment != Placeholders.Any || path.Contains("{environment}", StringComparison.Ordinal), $"{key}:Target:Directory", path, "a path with {environment} in it, since it serves many");
        Require(entry.Target.KeepReleases is >= 1 and <= 1000, $"{key}:Target:KeepReleases", $"{entry.Target.KeepReleases}", "1 to 1000");
        var isName = entry.Credential.Length == 0 || FieldRules.IsName(Placeholders.Fill(entry.Credential, "a", "e"));
        Require(isName, $"{key}:Credential", entry.Credential, "a name of a-z, 0-9 and '-', which is what the data take for one of a credential: store it again under such a name");
        RequireTime($"{key}:StepTimeout", entry.StepTimeout);
        CheckHealth($"{key}:HealthCheck", entry.HealthCheck);
    }

    private void CheckHealth(string key, FormerHealthCheck check)
    {
        RequireTime($"{key}:Timeout", check.Timeout);
        Require(check.File.Length == 0 || check.Url.Length == 0, key, check.Url, "a File or a Url, not both");
        Require(check.Url.Length == 0 || HttpAddress.IsValid(Placeholders.Fill(check.Url, "a", "e")), $"{key}:Url", check.Url, "an http(s) URL");
        var isInside = !check.File.Split('/').Any(segment => segment is ".." or ".") && !check.File.StartsWith('/') && !check.File.Any(char.IsControl);
        Require(isInside, $"{key}:File", check.File, "a path relative to the current release without '.' and '..'");
    }

    private void Write(string environment, FormerEnvironment entry, string source)
    {
        _data.Append("  ").Append(Text(environment)).Append(":\n");
        WriteMember("target", $"{{kind: {DirectoryTargetKind.KindName}, path: {Text(PathOf(entry))}}}");
        WriteMember("source", Text(source));
        if (entry.Credential.Length > 0)
        {
            WriteMember("credentials", $"{{apply: {Text(entry.Credential)}}}");
        }

        var check = entry.HealthCheck;
        if (check.File.Length + check.Url.Length > 0)
        {
            var what = check.File.Length > 0 ? $"file: {Text(check.File)}" : $"url: {Text(check.Url)}";
            WriteMember("health", $"{{{what}, timeout: {Durations.Format(check.Timeout)}}}");
        }

        WriteMember("keep", $"{entry.Target.KeepReleases}");
        WriteMember("step_timeout", Durations.Format(entry.StepTimeout));
    }

    private void WriteMember(string name, string value) => _data.Append("    ").Append(name).Append(": ").Append(value).Append('\n');

    // The same place as the deployer read it: '//' and '/./' are no other path, and '..' is refused, since links could make it one.
    private static string PathOf(FormerEnvironment entry) =>
        entry.Target.Directory.StartsWith('/') ? "/" + string.Join('/', entry.Target.Directory.Split('/').Where(segment => segment is not ("" or "."))) : entry.Target.Directory;

    private void RequireTime(string key, TimeSpan time) => Require(time > TimeSpan.Zero && time <= MaxTime, key, time.ToString(), $"a time up to {MaxTime}");

    private void Require(bool holds, string key, string value, string valid)
    {
        if (!holds)
        {
            _faults.Add(Setting.Fault(key, value, valid));
        }
    }

    private static bool IsKey(string name) => name == Placeholders.Any || FieldRules.IsName(name);

    private static bool HasNoOtherBraces(string text) => Placeholders.Fill(text, "", "").IndexOfAny(['{', '}']) < 0;

    // What JSON takes for a text YAML takes for the same.
    private static string Text(string text) => JsonSerializer.Serialize(text, Plain);
}
