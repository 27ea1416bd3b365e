using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Gatectl.Policies.Arguments;

/// <summary>The kinds of options that the policy commands have; what is wrong with a value is said in OPA's words.</summary>
internal static class PolicyOption
{
    internal static Option<bool> Switch(string name, string description, string? shortName = null, bool byDefault = false) =>
        Named(new Option<bool>(name) { Description = description, DefaultValueFactory = _ => byDefault, CustomParser = result => result.Tokens is [] or [.., { Value: "true" }] }, shortName);

    internal static Option<string?> Text(string name, string description, string helpName, string? shortName = null) =>
        Named(new Option<string?>(name) { Description = description, HelpName = helpName, CustomParser = result => result.Tokens[^1].Value }, shortName);

    /// <summary>May be given several times.</summary>
    internal static Option<string[]> Texts(string name, string description, string helpName, string? shortName = null) =>
        Named(
            new Option<string[]>(name)
            {
                Description = description,
                HelpName = helpName,
                Arity = ArgumentArity.ZeroOrMore,
                CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
                DefaultValueFactory = _ => [],
            },
            shortName);

    /// <summary>May be given several times, and names several things at once, parted by commas.</summary>
    internal static Option<string[]> List(string name, string description, string helpName)
    {
        var option = Texts(name, description, helpName);
        option.CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))];
        return option;
    }

    internal static Option<int> Number(string name, string description, int byDefault, string? shortName = null) =>
        Parsed(name, description, "N", byDefault, shortName, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"strconv.ParseInt: parsing \"{text}\": {(IsInteger(text) ? "value out of range" : "invalid syntax")}"));

    internal static Option<double> Decimal(string name, string description, double byDefault) =>
        Parsed(name, description, "N", byDefault, null, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"strconv.ParseFloat: parsing \"{text}\": invalid syntax"));

    /// <summary>Zero where it is not given; what that means is for the description to say, so the help must not name a default besides.</summary>
    internal static Option<TimeSpan> Duration(string name, string description)
    {
        var option = Parsed(name, description, "DURATION", TimeSpan.Zero, null, GoDuration.Parse);
        option.DefaultValueFactory = null;
        return option;
    }

    /// <summary>One of the values of an enumeration, by their names in lower case.</summary>
    internal static Option<T> Choice<T>(string name, string description, T byDefault, string? shortName = null)
        where T : struct, Enum
    {
        var names = string.Join(',', Enum.GetNames<T>().Select(value => value.ToLowerInvariant()));
        return Parsed(name, description, names.Replace(',', '|'), byDefault, shortName, text =>
            names.Split(',').Contains(text) ? Enum.Parse<T>(text, ignoreCase: true) : throw new FormatException($"must be one of {{{names}}}"));
    }

    internal static Option<T> Parsed<T>(string name, string description, string helpName, T byDefault, string? shortName, Func<string, T> parse)
    {
        var option = new Option<T>(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => byDefault, Arity = ArgumentArity.ZeroOrMore };
        option.CustomParser = result => Read(option, result, byDefault, parse);
        return Named(option, shortName);
    }

    /// <summary>Arguments of a command that takes none: as OPA, it does not mind them.</summary>
    internal static Argument<string[]> IgnoredArguments() => new("ignored") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };

    /// <summary>What is wrong with a value of an option.</summary>
    internal static string Refusal(Option option, string value, string problem) =>
        $"invalid argument \"{value}\" for \"{(option.Aliases.FirstOrDefault() is { } alias ? $"{alias}, {option.Name}" : option.Name)}\" flag: {problem}";

    /// <summary>Every mention is looked at, and the last one counts.</summary>
    private static T? Read<T>(Option option, ArgumentResult result, T byDefault, Func<string, T> parse)
    {
        var value = byDefault;
        foreach (var token in result.Tokens)
        {
            try
            {
                value = parse(token.Value);
            }
            catch (FormatException failure)
            {
                result.AddError(Refusal(option, token.Value, failure.Message));
                break;
            }
        }

        return value;
    }

    private static Option<T> Named<T>(Option<T> option, string? shortName)
    {
        option.Arity = ArgumentArity.ZeroOrMore;
        if (shortName is not null)
        {
            option.Aliases.Add(shortName);
        }

        return option;
    }

    private static bool IsInteger(string text) => text.TrimStart('-', '+') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);
}
