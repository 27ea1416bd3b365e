using System.Reflection;

namespace Rego.Builtins.Patterns;

/// <summary>
/// The general categories, the scripts and the simple case folding of Unicode 15.0, the version that Go's patterns know. .NET's own tables
/// are of another version, and have no scripts; nor has a package the version that is wanted. <c>unicode-tables.py</c> generates the tables
/// from the Unicode character database, whose licence is in <c>UNICODE-LICENSE</c>: distances in base 36, a range as its start and its length.
/// </summary>
internal static class UnicodeTables
{
    private const int Base = 36;

    private static readonly Lazy<Dictionary<string, RuneSet>> LazySets = new(ReadSets);
    private static readonly Lazy<List<(int Rune, int Folded)>> LazyFolds = new(ReadFolds);

    /// <summary>The characters of the categories (<c>Lu</c>) and of the scripts (<c>Old_Italic</c>), by name.</summary>
    internal static IReadOnlyDictionary<string, RuneSet> Sets => LazySets.Value;

    /// <summary>Characters with what they are folded to; those that stand for themselves are left out.</summary>
    internal static IReadOnlyList<(int Rune, int Folded)> Folds => LazyFolds.Value;

    private static Dictionary<string, RuneSet> ReadSets()
    {
        var sets = new Dictionary<string, RuneSet>();
        foreach (var line in Read("unicode-15.0.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            sets.Add(parts[0], RuneSet.Of(Ranges(parts)));
        }

        return sets;
    }

    private static IEnumerable<(int First, int Last)> Ranges(string[] parts)
    {
        var end = 0;
        foreach (var part in parts.Skip(1))
        {
            var plus = part.IndexOf('+', StringComparison.Ordinal);
            var first = end + Number(plus < 0 ? part : part.AsSpan(0, plus));
            end = first + (plus < 0 ? 0 : Number(part.AsSpan(plus + 1)));
            yield return (first, end);
        }
    }

    private static List<(int, int)> ReadFolds()
    {
        var folds = new List<(int, int)>();
        var rune = 0;
        foreach (var part in Read("folds-15.0.txt").Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = part.AsSpan().IndexOfAny('+', '-');
            rune += Number(part.AsSpan(0, sign));
            var distance = Number(part.AsSpan(sign + 1));
            folds.Add((rune, part[sign] == '+' ? rune + distance : rune - distance));
        }

        return folds;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * Base) + (char.IsAsciiDigit(digit) ? digit - '0' : digit - 'a' + 10);
        }

        return number;
    }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Rego.Patterns.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
