using System.Collections;
using System.Reflection;
using Gateway.Hosting.Text;
using Microsoft.Extensions.Configuration;

namespace Gateway.Hosting.Settings;

/// <summary>
/// Binds a configuration section to options. A key that the options do not have, one without a value, and a value or a section of another
/// form than its key has, is an error that names the key and says what is valid: nothing that was written down becomes a default in silence.
/// </summary>
public static class StrictBinder
{
    /// <summary>Binds <paramref name="section"/> to a new <typeparamref name="T"/>.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or a value has the wrong form.</exception>
    public static T Bind<T>(IConfigurationSection section)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(section);
        return (T)ReadSection(section, new T());
    }

    /// <summary>The text of a key that is no member of the options.</summary>
    /// <exception cref="ConfigurationException">It is no text.</exception>
    public static string ReadText(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return (string)ScalarForm.Of(typeof(string))!.Read(section);
    }

    /// <summary>Refuses a text, or a list, where further keys must stand.</summary>
    /// <exception cref="ConfigurationException">There is one.</exception>
    public static void RequireSection(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.Value is { } value)
        {
            throw new ConfigurationException($"The key '{section.Path}' holds '{PrintableText.Of(value)}', but it is a section of further keys.");
        }
    }

    /// <summary>Refuses what was meant as configuration and stands under no section that is read: of files and the command line, since an environment is shared.</summary>
    /// <param name="providers">The providers of the files and of the command line.</param>
    /// <param name="sections">The sections that are read.</param>
    /// <exception cref="ConfigurationException">There is another.</exception>
    public static void RefuseOtherSections(IEnumerable<IConfigurationProvider> providers, string? toldLater, params string[] sections)
    {
        ArgumentNullException.ThrowIfNull(providers);
        foreach (var section in providers.SelectMany(provider => provider.GetChildKeys([], null)))
        {
            if (!sections.Append(toldLater).Contains(section, StringComparer.OrdinalIgnoreCase))
            {
                throw new ConfigurationException($"The section '{PrintableText.Of(section)}' is unknown. Valid sections: {string.Join(", ", sections)}.");
            }
        }
    }

    private static object Read(IConfigurationSection section, Type type, object? current) =>
        ScalarForm.Of(type) is { } form ? form.Read(section)
        : type.IsArray ? ReadList(section, type.GetElementType()!).ToArray()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? ReadList(section, type.GetGenericArguments()[0]).ToList()
        : current is IDictionary entries ? ReadEntries(section, entries, type.GetGenericArguments()[1])
        : ReadSection(section, current ?? Activator.CreateInstance(type)!);

    private static object ReadSection(IConfigurationSection section, object options)
    {
        RequireSection(section);
        var properties = options.GetType().GetProperties();
        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(p => string.Equals(p.Name, child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new ConfigurationException($"The key '{PrintableText.Of(child.Path)}' is unknown. Valid keys there: {string.Join(", ", properties.Select(p => p.Name))}.");
            property.SetValue(options, Read(child, property.PropertyType, property.GetValue(options)));
        }

        return options;
    }

    private static IDictionary ReadEntries(IConfigurationSection section, IDictionary entries, Type type)
    {
        RequireSection(section);
        foreach (var entry in section.GetChildren())
        {
            entries[entry.Key] = Read(entry, type, current: null);
        }

        return entries;
    }

    private static ListOf ReadList(IConfigurationSection section, Type type)
    {
        // An empty text is what a list without entries is to .NET.
        var entries = section.GetChildren().ToArray();
        var found = section.Value is { Length: > 0 } text ? $"holds '{PrintableText.Of(text)}'"
            : section.Value is null && entries.Length == 0 ? "has no value (null or {})"
            : entries.FirstOrDefault(entry => !entry.Key.All(char.IsAsciiDigit)) is { } named ? $"has a key '{PrintableText.Of(named.Key)}' below it"
            : null;
        return found is null
            ? new ListOf(type, [.. entries.Select(entry => Read(entry, type, current: null))])
            : throw new ConfigurationException($"The key '{section.Path}' {found}; valid is a list: [\"…\"] in JSON, {section.Path}:0=… elsewhere.");
    }

    // Entries of one type, as either of the two forms that options have them in.
    private sealed record ListOf(Type Type, object[] Entries)
    {
        public Array ToArray()
        {
            var array = Array.CreateInstance(Type, Entries.Length);
            Entries.CopyTo(array, 0);
            return array;
        }

        public object ToList() => Activator.CreateInstance(typeof(List<>).MakeGenericType(Type), ToArray())!;
    }
}
