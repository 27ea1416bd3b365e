using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Hosting.Text;
using Microsoft.Extensions.Configuration;

namespace Gateway.Hosting.Settings;

/// <summary>The form of a key that holds one value, and nothing below it.</summary>
/// <param name="Valid">What is valid, for people.</param>
/// <param name="Parse">The value of a text; null where it is not of the form.</param>
internal sealed partial record ScalarForm(string Valid, Func<string, object?> Parse)
{
    private static readonly ScalarForm Text = new("a text", text => text);

    private static readonly ScalarForm TrueOrFalse = new("true or false", text => bool.TryParse(text, out var value) ? value : null);

    // .NET takes a bare number, and hours beyond 23, for days.
    private static readonly ScalarForm Time = new(
        "a time as hh:mm:ss, with days before it where there are any, such as 00:00:05 or 1.00:00:00",
        text => TimeForm().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null);

    private static readonly ScalarForm Integer = Number("a number", int.MaxValue, number => (int)number);

    private static readonly ScalarForm LongInteger = Number("a number", long.MaxValue, number => number);

    /// <summary>The form of a type's values; null where it is a section or a list.</summary>
    public static ScalarForm? Of(Type type) =>
        type == typeof(string) ? Text
        : type == typeof(bool) ? TrueOrFalse
        : type == typeof(TimeSpan) ? Time
        : type == typeof(int) ? Integer
        : type == typeof(long) ? LongInteger
        : type.IsEnum ? OneOf(type)
        : type.IsValueType ? throw new NotSupportedException($"Options have no values of {type.Name} so far.")
        : null;

    /// <summary>The value of a key.</summary>
    /// <exception cref="ConfigurationException">It has none of this form, or keys below it.</exception>
    public object Read(IConfigurationSection section)
    {
        var found = section.GetChildren().FirstOrDefault() is { } child ? $"has a key '{PrintableText.Of(child.Key)}' below it"
            : section.Value is null ? "has no value (null or {})"
            : $"holds '{PrintableText.Of(section.Value)}'";
        return (section.GetChildren().Any() || section.Value is not { } value ? null : Parse(value))
            ?? throw new ConfigurationException($"The key '{PrintableText.Of(section.Path)}' {found}; valid is {Valid}.");
    }

    private static ScalarForm Number(string valid, long max, Func<long, object> convert) => new(
        $"{valid} of at most {max}",
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number <= max && number >= -max ? convert(number) : null);

    private static ScalarForm OneOf(Type type) => new(
        string.Join(", ", Enum.GetNames(type)),
        text => Enum.GetNames(type).FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null);

    [GeneratedRegex(@"^(\d{1,5}\.)?([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeForm();
}
