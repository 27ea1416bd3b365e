using System.Text;
using CsCheck;
using Rego.Tests.Properties;
using Rego.Values;

namespace Rego.Tests.Builtins.Patterns;

/// <summary>A random pattern with a text for it, of what is easily got wrong: places, loops of nothing, final newlines, characters beyond ASCII.</summary>
internal sealed record PatternSample(string Pattern, string Text)
{
    private const int MaxNumbers = 80;
    private const int MaxDepth = 3;
    private const int MaxPieces = 16;

    private static readonly string[] Atoms =
    [
        "a", "b", "c", "z", "A", "\\n", "é", "\U0001F600", "_", " ", ".", "(?s:.)", "\\s", "\\S", "\\w", "\\W", "[ab]", "[^a]", "[^\\n]", "[a-z]", "(?i:k)", "(?i:\\W)",
        "[é\U0001F600]", "\\x{FFFD}", "[^\\x00-\\x7f]",
    ];

    private static readonly string[] Anchors = ["^", "$", "\\A", "\\z", "\\b", "\\B", "(?m:^)", "(?m:$)"];

    private static readonly string[] Repeats = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}", "{0}", "{2,}?"];

    private static readonly string[] Pieces = ["a", "a", "b", "b", "c", "z", "\n", " ", "_", "é", "\U0001F600", "\U0001F480", "A", "k", "\u212A", "\uFFFD", "\uDCFF", "\uDC80"];

    private const int AsciiPieces = 9;

    internal static Gen<PatternSample> Any { get; } = Gen.Int.Array[0, MaxNumbers].Select(numbers => Write(new Choices(numbers)));

    private static PatternSample Write(Choices choices)
    {
        var text = new StringBuilder();
        var pieces = choices.Rarely(3) ? Pieces.Length : AsciiPieces;
        for (var left = choices.Below(MaxPieces); left > 0; left--)
        {
            text.Append(Pieces[choices.Below(pieces)]);
        }

        text.Append(choices.Rarely(2) ? "\n" : string.Empty);
        var pattern = new StringBuilder(choices.OneOf("", "", "", "(?i)", "(?m)", "(?s)", "(?U)", "(?im)"));
        WriteChoice(choices, pattern, MaxDepth);
        return new PatternSample(pattern.ToString(), text.ToString());
    }

    private static void WriteChoice(Choices choices, StringBuilder pattern, int depth)
    {
        WriteSequence(choices, pattern, depth);
        while (choices.Rarely(4))
        {
            pattern.Append('|');
            WriteSequence(choices, pattern, depth);
        }
    }

    private static void WriteSequence(Choices choices, StringBuilder pattern, int depth)
    {
        for (var left = choices.Below(4); left > 0; left--)
        {
            switch (choices.Below(10))
            {
                case 8 or 9:
                    pattern.Append(choices.OneOf<string>(Anchors));
                    break;
                case >= 5 when depth > 0:
                    pattern.Append(choices.OneOf("(", "(", "(?:"));
                    WriteChoice(choices, pattern, depth - 1);
                    pattern.Append(')').Append(choices.Rarely(2) ? choices.OneOf<string>(Repeats) : string.Empty);
                    break;
                default:
                    pattern.Append(choices.OneOf<string>(Atoms)).Append(choices.Rarely(3) ? choices.OneOf<string>(Repeats) : string.Empty);
                    break;
            }
        }
    }

    public override string ToString() => $"`{Pattern}` in {GoText.Quote(Text)}";
}
