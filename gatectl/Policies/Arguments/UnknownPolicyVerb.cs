using System.CommandLine;

namespace Gatectl.Policies.Arguments;

/// <summary>What is said of a policy command that there is not.</summary>
internal static class UnknownPolicyVerb
{
    /// <summary>As many letters may be wrong for a name to be what was meant.</summary>
    private const int MaxMistakes = 2;

    internal static string Describe(Command policy, string verb)
    {
        var text = $"unknown command \"{verb}\" for \"gatectl policy\"";
        var meant = policy.Subcommands.Select(command => command.Name)
            .Where(name => name.StartsWith(verb, StringComparison.OrdinalIgnoreCase) || Mistakes(verb.ToLowerInvariant(), name) <= MaxMistakes)
            .Order(StringComparer.Ordinal)
            .ToList();
        return meant.Count == 0 ? text : $"{text}\n\nDid you mean this?\n{string.Concat(meant.Select(name => $"\t{name}\n"))}";
    }

    /// <summary>How many letters must be added, dropped or changed to make one name of the other.</summary>
    private static int Mistakes(string verb, string name)
    {
        var above = Enumerable.Range(0, name.Length + 1).ToArray();
        for (var i = 1; i <= verb.Length; i++)
        {
            var row = new int[name.Length + 1];
            row[0] = i;
            for (var j = 1; j <= name.Length; j++)
            {
                var changed = above[j - 1] + (verb[i - 1] == name[j - 1] ? 0 : 1);
                row[j] = Math.Min(changed, Math.Min(above[j], row[j - 1]) + 1);
            }

            above = row;
        }

        return above[^1];
    }
}
