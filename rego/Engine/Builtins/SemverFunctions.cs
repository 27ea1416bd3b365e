using System.Globalization;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Semantic versions (semver.org, 2.0.0), with or without a leading <c>v</c>.</summary>
internal static class SemverFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("semver.compare", StringT, StringT, NumberT, Operands.Of<RegoString, RegoString>(Compare)),
        new("semver.is_valid", AnyT, BoolT, (_, a) => RegoBoolean.From(a is RegoString text && Version.TryParse(text.Value) is not null)),
    ];

    private static RegoValue Compare(BuiltinContext context, RegoString a, RegoString b)
    {
        context.Charge(4 + a.Value.Length + b.Value.Length);
        if (TryCore(a.Value, out var x) && TryCore(b.Value, out var y))
        {
            return RegoNumber.From(Math.Sign(x.CompareTo(y)));
        }

        if (Version.TryParse(a.Value) is not { } left)
        {
            return context.Fail($"operand 1: string {GoText.Quote(a.Value)} is not a valid SemVer");
        }

        return Version.TryParse(b.Value) is { } right
            ? RegoNumber.From(left.CompareTo(right))
            : context.Fail($"operand 2: string {GoText.Quote(b.Value)} is not a valid SemVer");
    }

    /// <summary>The three numbers of a plain version, the usual case; false for any other text, valid or not.</summary>
    private static bool TryCore(ReadOnlySpan<char> text, out (int Major, int Minor, int Patch) core)
    {
        core = default;
        Span<Range> parts = stackalloc Range[4];
        return text.Split(parts, '.') == 3
            && TryPlain(text[parts[0]], out core.Major) && TryPlain(text[parts[1]], out core.Minor) && TryPlain(text[parts[2]], out core.Patch);
    }

    private static bool TryPlain(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        return (digits.Length == 1 || (digits.Length > 1 && digits[0] != '0'))
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private sealed record Version(long Major, long Minor, long Patch, string[] Prerelease)
    {
        internal static Version? TryParse(string text)
        {
            text = text.StartsWith('v') ? text[1..] : text;
            var plus = text.IndexOf('+', StringComparison.Ordinal);
            if (plus >= 0 && !text[(plus + 1)..].Split('.').All(IsIdentifier))
            {
                return null;
            }

            text = plus < 0 ? text : text[..plus];
            var dash = text.IndexOf('-', StringComparison.Ordinal);
            var prerelease = dash < 0 ? [] : text[(dash + 1)..].Split('.');
            var core = (dash < 0 ? text : text[..dash]).Split('.');
            return core.Length == 3
                && TryNumber(core[0], out var major) && TryNumber(core[1], out var minor) && TryNumber(core[2], out var patch)
                && Array.TrueForAll(prerelease, part => IsIdentifier(part) && !(IsNumber(part) && part.Length > 1 && part[0] == '0'))
                ? new Version(major, minor, patch, prerelease)
                : null;
        }

        internal int CompareTo(Version other)
        {
            var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
            if (order != 0)
            {
                return Math.Sign(order);
            }

            if (Prerelease.Length == 0 || other.Prerelease.Length == 0)
            {
                // A release follows its pre-releases.
                return (Prerelease.Length == 0 ? 1 : 0) - (other.Prerelease.Length == 0 ? 1 : 0);
            }

            for (var i = 0; i < Math.Min(Prerelease.Length, other.Prerelease.Length); i++)
            {
                order = CompareParts(Prerelease[i], other.Prerelease[i]);
                if (order != 0)
                {
                    return order;
                }
            }

            return Math.Sign(Prerelease.Length - other.Prerelease.Length);
        }

        private static int CompareParts(string a, string b) => (IsNumber(a), IsNumber(b)) switch
        {
            (true, true) => a.Length != b.Length ? Math.Sign(a.Length - b.Length) : Math.Sign(string.CompareOrdinal(a, b)),
            (true, false) => -1,
            (false, true) => 1,
            _ => Math.Sign(string.CompareOrdinal(a, b)),
        };

        private static bool TryNumber(string text, out long number) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');

        private static bool IsNumber(string text) => text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

        private static bool IsIdentifier(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }
}
