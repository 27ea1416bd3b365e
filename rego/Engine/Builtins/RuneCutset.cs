using Rego.Values;

namespace Rego.Builtins;

/// <summary>The characters that <c>trim</c> takes off; a few are compared one by one, many are looked up.</summary>
internal readonly ref struct RuneCutset
{
    private const int MaxScanned = 16;

    private readonly ReadOnlySpan<char> _text;
    private readonly HashSet<int>? _runes;

    internal RuneCutset(string text)
    {
        _text = text;
        if (text.Length > MaxScanned)
        {
            _runes = [];
            for (var i = 0; i < text.Length; i += GoText.RuneLength(text, i))
            {
                _runes.Add(GoText.RuneAt(text, i));
            }
        }
    }

    /// <summary>Where the text begins without such characters before it.</summary>
    internal int StartOf(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && Contains(GoText.RuneAt(text, start)))
        {
            start += GoText.RuneLength(text, start);
        }

        return start;
    }

    /// <summary>Where the text ends without such characters behind it.</summary>
    internal int EndOf(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0)
        {
            var start = end > 1 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? end - 2 : end - 1;
            if (!Contains(GoText.RuneAt(text, start)))
            {
                break;
            }

            end = start;
        }

        return end;
    }

    private bool Contains(int rune)
    {
        if (_runes is not null)
        {
            return _runes.Contains(rune);
        }

        for (var i = 0; i < _text.Length; i += GoText.RuneLength(_text, i))
        {
            if (GoText.RuneAt(_text, i) == rune)
            {
                return true;
            }
        }

        return false;
    }
}
