using System.Text.Json;
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
    /// <param name="sources">The sources, the earlier first.</param>
    /// <param name="files">What the files among them hold, in their order.</param>
    /// <param name="otherName">A key with a value that means the same as another key, of which the later counts, too.</param>
    public static IConfigurationRoot Of(IEnumerable<IConfigurationProvider> sources, IEnumerable<byte[]> files, (string Key, string Meant)? otherName)
    {
        var contents = new Queue<byte[]>(files);
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
        {
            List<KeyValuePair<string, string?>> given = [.. Flatten(source, null)];
            var lists = (source is JsonStreamConfigurationProvider ? ListsOf(contents.Dequeue()) : given.SelectMany(ListsOf)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var key in merged.Keys.Where(key => IsInOneOf(lists, key)).ToList())
            {
                merged.Remove(key);
            }

            var meant = otherName is { } name && given.All(pair => !IsKey(pair.Key, name.Meant)) ? otherName : null;
            foreach (var (key, value) in given)
            {
                merged[value is not null && meant is { } same && IsKey(key, same.Key) ? same.Meant : key] = value;
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

    // A file writes its lists whole, and says which they are: a name may be a number, too.
    private static List<string> ListsOf(byte[] file)
    {
        using var document = JsonDocument.Parse(file, ConfigurationJson.AsDotNetReads);
        var lists = new List<string>();
        Collect(document.RootElement, "", lists);
        return lists;
    }

    private static void Collect(JsonElement element, string path, List<string> lists)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                Collect(member.Value, path.Length == 0 ? member.Name : $"{path}:{member.Name}", lists);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            // With what is in it: of an entry that is replaced nothing stays.
            lists.Add(path);
        }
    }

    // Elsewhere one member of an entry can be named by itself, and only a list of values is whole; an empty text is a list without any.
    private static IEnumerable<string> ListsOf(KeyValuePair<string, string?> given)
    {
        var end = given.Key.LastIndexOf(':');
        return end > 0 && IsIndex(given.Key[(end + 1)..]) ? [given.Key[..end]] : string.IsNullOrEmpty(given.Value) ? [given.Key] : [];
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

    private static bool IsKey(string key, string expected) => key.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static bool IsIndex(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);
}
