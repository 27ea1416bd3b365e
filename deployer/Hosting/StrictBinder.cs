using System.Collections;
using System.Reflection;

namespace Deployer.Hosting;

/// <summary>Binds a configuration section to options; a key that the options do not have is an error that names the valid ones.</summary>
internal static class StrictBinder
{
    /// <summary>Binds <paramref name="section"/> to a new <typeparamref name="T"/>.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or a value has the wrong type.</exception>
    public static T Bind<T>(IConfigurationSection section)
        where T : class, new()
    {
        RefuseUnknownKeys(section, typeof(T));
        try
        {
            var options = new T();
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException(e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}");
        }
    }

    private static void RefuseUnknownKeys(IConfigurationSection section, Type type)
    {
        PropertyInfo[] properties = type.GetProperties();
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo property = properties.FirstOrDefault(p => string.Equals(p.Name, child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new ConfigurationException(
                    $"The key '{child.Path}' is unknown. Valid keys there: {string.Join(", ", properties.Select(p => p.Name))}.");
            RefuseUnknownKeysIn(child, property.PropertyType);
        }
    }

    private static void RefuseUnknownKeysIn(IConfigurationSection section, Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            foreach (IConfigurationSection entry in section.GetChildren())
            {
                RefuseUnknownKeys(entry, type.GetGenericArguments()[1]);
            }
        }
        else if (typeof(IEnumerable).IsAssignableFrom(type) || type.IsValueType)
        {
            return;
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
}
