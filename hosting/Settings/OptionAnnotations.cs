using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Gateway.Hosting.Settings;

/// <summary>Holds options to what their annotations say, with the sections and the lists of sections in them.</summary>
public static class OptionAnnotations
{
    /// <summary>What is wrong, each as a sentence that names the key and what it holds; empty where nothing is.</summary>
    /// <param name="options">The options.</param>
    /// <param name="section">Their section.</param>
    public static IEnumerable<string> FindFaults(object options, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => Describe(options, section, result)).Concat(options.GetType().GetProperties()
            .SelectMany(property => FindFaultsWithin(options, property.GetValue(options), $"{section}:{property.Name}")));
    }

    private static IEnumerable<string> FindFaultsWithin(object options, object? value, string path) => value switch
    {
        IDictionary entries when IsSection(options, entries.GetType().GetGenericArguments()[^1]) => entries.Keys.Cast<string>().SelectMany(key => FindFaults(entries[key]!, $"{path}:{key}")),
        IList entries when IsSection(options, entries.GetType().GetElementType() ?? entries.GetType().GetGenericArguments()[0]) => entries.Cast<object>().SelectMany((entry, i) => FindFaults(entry, $"{path}:{i}")),
        not null when IsSection(options, value.GetType()) => FindFaults(value, path),
        _ => [],
    };

    private static string Describe(object options, string section, ValidationResult result)
    {
        var member = result.MemberNames.Single();
        var value = options.GetType().GetProperty(member)!.GetValue(options);
        return value is null or "" or ICollection { Count: 0 }
            ? $"{Setting.Describe($"{section}:{member}", "")}; it must be given."
            : $"{Setting.Describe($"{section}:{member}", Convert.ToString(value, CultureInfo.InvariantCulture)!)}: {result.ErrorMessage}";
    }

    // The program's own classes; those of the sections that both programs have are here.
    private static bool IsSection(object options, Type type) => type.IsClass && (type.Assembly == options.GetType().Assembly || type.Assembly == typeof(OptionAnnotations).Assembly);
}
