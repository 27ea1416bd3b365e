using Gateway.Hosting.Text;

namespace Gateway.Hosting.Settings;

/// <summary>What a command line may hold. .NET passes over words, keys without a value and most of what begins with one dash.</summary>
public static class CommandLineForm
{
    /// <summary>Refuses whatever is not <c>--KEY=VALUE</c>, or <c>--KEY VALUE</c>.</summary>
    /// <param name="arguments">The command line, without verbs.</param>
    /// <param name="section">The program's section, for the message.</param>
    /// <exception cref="ConfigurationException">There is something else.</exception>
    public static void Require(IReadOnlyList<string> arguments, string section)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal) || argument is "--" || argument.StartsWith("--=", StringComparison.Ordinal))
            {
                throw new ConfigurationException($"'{PrintableText.Of(argument)}' on the command line is no key. Valid is --{section}:KEY=VALUE.");
            }

            if (!argument.Contains('=', StringComparison.Ordinal) && (++i == arguments.Count || arguments[i].StartsWith('-')))
            {
                throw new ConfigurationException($"'{PrintableText.Of(argument)}' on the command line has no value. Valid is --{section}:KEY=VALUE.");
            }
        }
    }
}
