using Rego.Values;

namespace Rego.Builtins.Formatting;

/// <summary>What stands between the percent sign and the verb.</summary>
internal struct FormatFlags
{
    internal bool Sharp;
    internal bool SharpV;
    internal bool PlusV;
    internal bool Zero;
    internal bool Plus;
    internal bool Minus;
    internal bool Space;

    /// <summary>The least number of characters; -1 where none is given.</summary>
    internal int Width;

    /// <summary>Digits or characters at most; -1 where none is given.</summary>
    internal int Precision;

    internal static FormatFlags None => new() { Width = -1, Precision = -1 };

    /// <summary>Flags of <c>%v</c>: its sharp and plus ask for another syntax, not for a prefix or a sign.</summary>
    internal readonly FormatFlags ForValue() => this with { SharpV = Sharp, Sharp = false, PlusV = Plus, Plus = false };

    /// <summary>The text, filled up to the width.</summary>
    internal readonly string Pad(string text)
    {
        var missing = Width - GoText.RuneCount(text);
        if (missing <= 0)
        {
            return text;
        }

        return Minus ? text + new string(' ', missing) : new string(Zero ? '0' : ' ', missing) + text;
    }
}
