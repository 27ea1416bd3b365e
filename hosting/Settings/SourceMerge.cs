using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Hosting.Settings;

/// <summary>
/// Puts the sources of a configuration over one another, the later over the earlier. .NET does it entry by entry, so that of a list of two
/// under a list of one the second stays: a user who may connect, or a key that is trusted, whom nobody meant any more. Here the later
/// list counts, whole.
/// </summary>
internal static class SourceMerge
{
    /// <summary>The configuration of all sources.</summary>
    public static IConfigurationRoot Of(IEnumerable<IConfigurationProvider> sources)
    {
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
        {
            List<KeyValuePair<string, string?>> given = [.. Flatten(source, null)];
            var lists = given.SelectMany(pair => ListsOf(pair, isFile: source is JsonStreamConfigurationProvider)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var key in merged.Keys.Where(key => IsInOneOf(lists, key)).ToList())
            {
                merged.Remove(key);
            }

            foreach (var (key, value) in given)
            {
                merged[key] = value;
            }
        }

        return new ConfigurationBuilder().AddInMemoryCollection(merged).Build();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Flatten(IConfigurationProvider source, string? path)
    {
        foreach (var name in source.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = path is null ? name : $"{path}:{name}";
            if (source.TryGet(key, out var value))
            {
                yield return new(key, value);
            }

            foreach (var below in Flatten(source, key))
            {
                yield return below;
            }
        }
    }

    // A file writes its lists whole. Elsewhere one member of an entry can be named by itself, and only a list of values is whole.
    private static IEnumerable<string> ListsOf(KeyValuePair<string, string?> given, bool isFile)
    {
        if (string.IsNullOrEmpty(given.Value))
        {
            yield return given.Key;
        }

        var names = given.Key.Split(':');
        for (var i = isFile ? 1 : names.Length - 1; i < names.Length; i++)
        {
            if (i > 0 && IsIndex(names[i]))
            {
                yield return string.Join(':', names[..i]);
            }
        }
    }

    private static bool IsInOneOf(HashSet<string> lists, string key)
    {
        for (var end = key.LastIndexOf(':'); end > 0; end = key.LastIndexOf(':', end - 1))
        {
            var next = key.IndexOf(':', end + 1);
            if (IsIndex(key[(end + 1)..(next < 0 ? key.Length : next)]) && lists.Contains(key[..end]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIndex(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);
}
