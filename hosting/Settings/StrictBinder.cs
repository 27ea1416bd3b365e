using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Gateway.Hosting.Settings;

/// <summary>Binds a configuration section to options. A key that the options do not have, and a value of another form, is an error that says what is valid.</summary>
public static partial class StrictBinder
{
    /// <summary>Binds <paramref name="section"/> to a new <typeparamref name="T"/>.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or a value has the wrong form.</exception>
    public static T Bind<T>(IConfigurationSection section)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(section);
        RefuseUnknownKeys(section, typeof(T));
        try
        {
            var options = new T();
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException(e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}", e);
        }
    }

    /// <summary>Refuses what was meant as configuration and stands under no section that is read: of files and the command line, since an environment is shared.</summary>
    /// <param name="providers">The providers of the files and of the command line.</param>
    /// <param name="sections">The sections that are read.</param>
    /// <exception cref="ConfigurationException">There is another.</exception>
    public static void RefuseOtherSections(IEnumerable<IConfigurationProvider> providers, params string[] sections)
    {
        ArgumentNullException.ThrowIfNull(providers);
        foreach (var section in providers.SelectMany(provider => provider.GetChildKeys([], null)))
        {
            if (!sections.Contains(section, StringComparer.OrdinalIgnoreCase))
            {
                throw new ConfigurationException($"The section '{section}' is unknown. Valid sections: {string.Join(", ", sections)}.");
            }
        }
    }

    private static void RefuseUnknownKeys(IConfigurationSection section, Type type)
    {
        var properties = type.GetProperties();
        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(p => string.Equals(p.Name, child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new ConfigurationException($"The key '{child.Path}' is unknown. Valid keys there: {string.Join(", ", properties.Select(p => p.Name))}.");
            RefuseUnknownKeysIn(child, property.PropertyType);
        }
    }

    private static void RefuseUnknownKeysIn(IConfigurationSection section, Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            RefuseUnknownKeysOfEntries(section, type.GetGenericArguments()[1]);
        }
        else if (type.IsArray)
        {
            RefuseUnknownKeysOfEntries(section, type.GetElementType()!);
        }
        else if (typeof(IEnumerable).IsAssignableFrom(type))
        {
            return;
        }
        else if (type.IsValueType)
        {
            RequireForm(section, Nullable.GetUnderlyingType(type) ?? type);
        }
        else if (section.Value is { Length: > 0 } value)
        {
            throw new ConfigurationException($"The key '{section.Path}' holds '{value}', but it is a section of further keys.");
        }
        else
        {
            RefuseUnknownKeys(section, type);
        }
    }

    private static void RefuseUnknownKeysOfEntries(IConfigurationSection section, Type type)
    {
        foreach (var entry in section.GetChildren())
        {
            RefuseUnknownKeysIn(entry, type);
        }
    }

    // .NET takes a bare number, and hours beyond 23, for days.
    private static void RequireForm(IConfigurationSection section, Type type)
    {
        if (section.Value is not { } value || (type == typeof(TimeSpan) ? TimeForm().IsMatch(value) : IsOfForm(value, type)))
        {
            return;
        }

        var valid = type == typeof(TimeSpan) ? "a time as hh:mm:ss, with days before it where there are any, such as 00:00:05 or 1.00:00:00"
            : type == typeof(bool) ? "true or false"
            : type.IsEnum ? string.Join(", ", Enum.GetNames(type))
            : "a number";
        throw new ConfigurationException($"The key '{section.Path}' holds '{value}'; valid is {valid}.");
    }

    private static bool IsOfForm(string value, Type type)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(\d{1,5}\.)?([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?$", RegexOptions.CultureInvariant)]
    private static partial Regex TimeForm();
}
