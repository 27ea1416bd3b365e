using System.CommandLine;

namespace Gatectl.Policies.Arguments;

/// <summary>
/// Reads the arguments of a policy command by the rules that OPA's users know: <c>--name value</c>, <c>--name=value</c>,
/// <c>-n value</c>, <c>-nvalue</c>, several short switches in one, switches without values but <c>--name=false</c>, everything after
/// <c>--</c> is no option.
/// </summary>
internal sealed class PolicyArguments
{
    private readonly Dictionary<string, Option> _options = new(StringComparer.Ordinal);
    private readonly List<string> _named = [];
    private readonly List<string> _others = [];
    private readonly Queue<string> _rest;

    private PolicyArguments(IEnumerable<Option> options, IEnumerable<string> arguments)
    {
        _rest = new Queue<string>(arguments);
        foreach (var option in options)
        {
            foreach (var name in option.Aliases.Append(option.Name))
            {
                _options[name] = option;
            }
        }
    }

    /// <summary>The arguments in one form; as they are where they call no policy command, or one that OPA has not.</summary>
    /// <exception cref="PolicyUsageException">They are wrong.</exception>
    internal static string[] Normalize(RootCommand root, string[] arguments)
    {
        if (arguments is not ["policy", var name, ..]
            || root.Subcommands.FirstOrDefault(command => command.Name == "policy")?.Subcommands.FirstOrDefault(command => command.Name == name) is not { } verb
            || !verb.IsAsOpa())
        {
            return arguments;
        }

        var read = new PolicyArguments([.. root.Options.Where(option => option.Recursive), .. verb.Options, new Option<bool>("--help", "-h")], arguments[2..]);
        read.Read();
        return ["policy", name, .. read._named, "--", .. read._others];
    }

    private void Read()
    {
        while (_rest.TryDequeue(out var argument))
        {
            if (argument == "--")
            {
                _others.AddRange(_rest);
                return;
            }

            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                ReadLong(argument);
            }
            else if (argument is ['-', _, ..])
            {
                ReadShort(argument);
            }
            else
            {
                _others.Add(argument);
            }
        }
    }

    private void ReadLong(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        var name = end < 0 ? argument : argument[..end];
        if (!_options.TryGetValue(name, out var option))
        {
            throw new PolicyUsageException($"unknown flag: {name}");
        }

        if (end >= 0)
        {
            Add(option, argument[(end + 1)..]);
        }
        else if (IsSwitch(option))
        {
            Add(option, "true");
        }
        else
        {
            Add(option, _rest.TryDequeue(out var value) ? value : throw new PolicyUsageException($"flag needs an argument: {name}"));
        }
    }

    private void ReadShort(string argument)
    {
        for (var at = 1; at < argument.Length; at++)
        {
            if (!_options.TryGetValue($"-{argument[at]}", out var option))
            {
                throw new PolicyUsageException($"unknown shorthand flag: '{argument[at]}' in -{argument[at..]}");
            }

            var rest = argument[(at + 1)..];
            if (rest.StartsWith('='))
            {
                Add(option, rest[1..]);
                return;
            }

            if (IsSwitch(option))
            {
                Add(option, "true");
                continue;
            }

            Add(option, rest.Length > 0 || _rest.TryDequeue(out rest)
                ? rest
                : throw new PolicyUsageException($"flag needs an argument: '{argument[at]}' in -{argument[at..]}"));
            return;
        }
    }

    private void Add(Option option, string value)
    {
        if (!IsSwitch(option))
        {
            _named.Add($"{option.Name}={value}");
            return;
        }

        bool? isOn = value switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => null,
        };
        if (option.Name == "--help")
        {
            _named.Add(option.Name);
            return;
        }

        _named.Add($"{option.Name}={(isOn ?? throw new PolicyUsageException(PolicyOption.Refusal(option, value, $"strconv.ParseBool: parsing \"{value}\": invalid syntax")) ? "true" : "false")}");
    }

    private static bool IsSwitch(Option option) => option.ValueType == typeof(bool);
}
