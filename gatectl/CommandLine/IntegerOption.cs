using System.CommandLine;
using System.Globalization;

namespace Gatectl.CommandLine;

/// <summary>An option that takes a whole number within bounds.</summary>
internal static class IntegerOption
{
    public static Option<int> Create(string name, string helpName, string description, int defaultValue, int min, int max, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            {
                return value;
            }

            result.AddError($"{name} takes a number from {min} to {max}; '{text}' is none.");
            return defaultValue;
        },
    };
}
