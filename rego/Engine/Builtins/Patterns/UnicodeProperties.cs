using System.Collections.Concurrent;

namespace Rego.Builtins.Patterns;

/// <summary>The sets that <c>\p{name}</c> stands for. Case, spaces, hyphens and underscores in names do not count (Unicode's TR18).</summary>
internal static class UnicodeProperties
{
    private const int MaxNameLength = 64;

    /// <summary>Long names of categories, as in the database's list of aliases.</summary>
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["other"] = "c", ["control"] = "cc", ["cntrl"] = "cc", ["format"] = "cf", ["unassigned"] = "cn", ["privateuse"] = "co", ["surrogate"] = "cs",
        ["letter"] = "l", ["casedletter"] = "lc", ["lowercaseletter"] = "ll", ["modifierletter"] = "lm", ["otherletter"] = "lo",
        ["titlecaseletter"] = "lt", ["uppercaseletter"] = "lu", ["mark"] = "m", ["combiningmark"] = "m", ["spacingmark"] = "mc",
        ["enclosingmark"] = "me", ["nonspacingmark"] = "mn", ["number"] = "n", ["decimalnumber"] = "nd", ["digit"] = "nd",
        ["letternumber"] = "nl", ["othernumber"] = "no", ["punctuation"] = "p", ["punct"] = "p", ["connectorpunctuation"] = "pc",
        ["dashpunctuation"] = "pd", ["closepunctuation"] = "pe", ["finalpunctuation"] = "pf", ["initialpunctuation"] = "pi",
        ["otherpunctuation"] = "po", ["openpunctuation"] = "ps", ["symbol"] = "s", ["currencysymbol"] = "sc", ["modifiersymbol"] = "sk",
        ["mathsymbol"] = "sm", ["othersymbol"] = "so", ["separator"] = "z", ["lineseparator"] = "zl", ["paragraphseparator"] = "zp",
        ["spaceseparator"] = "zs",
    };

    private static readonly ConcurrentDictionary<string, RuneSet?> Known = new();

    private static readonly Lazy<Dictionary<string, RuneSet>> Tables =
        new(() => UnicodeTables.Sets.ToDictionary(pair => Canonical(pair.Key), pair => pair.Value));

    /// <summary>The set of a name; null for an unknown one.</summary>
    internal static RuneSet? Find(string name)
    {
        if (name.Length > MaxNameLength)
        {
            return null;
        }

        var canonical = Canonical(name);
        canonical = Aliases.GetValueOrDefault(canonical, canonical);
        if (Known.TryGetValue(canonical, out var known))
        {
            return known;
        }

        // Unknown names are not kept: there is no end of them.
        var set = Create(canonical);
        return set is null ? null : Known.GetOrAdd(canonical, set);
    }

    private static string Canonical(string name) =>
        string.Concat(name.Where(c => c is not (' ' or '_' or '-'))).ToLowerInvariant();

    private static RuneSet? Create(string name) => name switch
    {
        "any" => RuneSet.All,
        "ascii" => RuneSet.Of((0, 0x7F)),
        "assigned" => Assigned(),
        "cn" => Assigned().Negate(),
        "lc" => Joined("lu", "ll", "lt"),
        "c" => Joined("cc", "cf", "co", "cs"),
        "l" => Joined("lu", "ll", "lt", "lm", "lo"),
        "m" => Joined("mn", "mc", "me"),
        "n" => Joined("nd", "nl", "no"),
        "p" => Joined("pc", "pd", "ps", "pe", "pi", "pf", "po"),
        "s" => Joined("sm", "sc", "sk", "so"),
        "z" => Joined("zs", "zl", "zp"),
        _ => Tables.Value.GetValueOrDefault(name),
    };

    private static RuneSet Assigned() => RuneSet.Of(new[] { "c", "l", "m", "n", "p", "s", "z" }.SelectMany(name => Create(name)!.Ranges));

    private static RuneSet Joined(params string[] names) => RuneSet.Of(names.SelectMany(name => Tables.Value[name].Ranges));
}
