using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Gateway.Hosting.Settings;

/// <summary>
/// Holds options to what their annotations say, with the sections and the lists of sections in them. And their texts to what no
/// annotation need say: none begins or ends with a blank, and none in a list is empty, as what an unset variable leaves behind is. Both
/// would be taken for a value that nothing ever matches.
/// </summary>
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
        var told = results.SelectMany(result => result.MemberNames).ToHashSet(StringComparer.Ordinal);
        return results.Select(result => Describe(options, section, result)).Concat(options.GetType().GetProperties()
            .SelectMany(property => property.GetValue(options) is var value && value is string or IEnumerable<string>
                ? told.Contains(property.Name) ? [] : FindBlanks(value, $"{section}:{property.Name}")
                : FindFaultsWithin(options, value, $"{section}:{property.Name}")));
    }

    private static IEnumerable<string> FindBlanks(object value, string path) => value is string text
        ? HasBlankEnd(text) ? [Setting.Fault(path, text, "a text that neither begins nor ends with a blank")] : []
        : ((IEnumerable<string>)value).Select((entry, i) => (Text: entry, Path: $"{path}:{i}"))
            .Where(entry => entry.Text.Length == 0 || HasBlankEnd(entry.Text))
            .Select(entry => Setting.Fault(entry.Path, entry.Text, "a text that is not empty and neither begins nor ends with a blank"));

    private static bool HasBlankEnd(string text) => text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));

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
