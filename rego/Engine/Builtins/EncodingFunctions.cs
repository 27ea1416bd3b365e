using System.Text;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Base64 and hexadecimal (RFC 4648). The bytes of a string are those of its UTF-8 form.</summary>
internal static class EncodingFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("base64.encode", StringT, StringT, Encode(Convert.ToBase64String)),
        new("base64.decode", StringT, StringT, Operands.Of<RegoString>((c, a) => Decoded(c, a, Base64Text.TryDecode(a.Value), Base64Text.ProblemOf))),
        new("base64.is_valid", StringT, BoolT, (c, a) => RegoBoolean.From(a is RegoString text && IsBase64(c, text.Value))),
        new("base64url.encode", StringT, StringT, Encode(bytes => Base64Text.ToUrl(Convert.ToBase64String(bytes)))),
        new("base64url.encode_no_pad", StringT, StringT, Encode(bytes => Base64Text.ToUrl(Convert.ToBase64String(bytes)).TrimEnd('='))),
        new("base64url.decode", StringT, StringT, Operands.Of<RegoString>((c, a) => Decoded(c, a, Base64Text.TryDecodeUrl(a.Value), Base64Text.ProblemOfUrl))),
        new("hex.encode", StringT, StringT, Encode(Convert.ToHexStringLower)),
        new("hex.decode", StringT, StringT, Operands.Of<RegoString>((c, a) => Decoded(c, a, TryHex(a.Value), HexProblem))),
    ];

    private static Builtin1 Encode(Func<byte[], string> encode) => Operands.Of<RegoString>((context, text) =>
    {
        context.Charge(1 + (text.Value.Length >> 3), 8L * text.Value.Length);
        return RegoString.From(encode(GoText.ToBytes(text.Value)));
    });

    private static RegoValue Decoded(BuiltinContext context, RegoString text, byte[]? bytes, Func<string, string> problemOf)
    {
        context.Charge(1 + (text.Value.Length >> 3), 2L * text.Value.Length);
        return bytes is null ? context.Fail(problemOf(text.Value)) : RegoString.From(GoText.FromBytes(bytes));
    }

    private static bool IsBase64(BuiltinContext context, string text)
    {
        context.Charge(1 + (text.Length >> 3), text.Length);
        return Base64Text.TryDecode(text) is not null;
    }

    private static byte[]? TryHex(string text)
    {
        var bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }

    /// <summary>Why a text is not hexadecimal: its first wrong byte, else its length.</summary>
    private static string HexProblem(string text)
    {
        foreach (var b in GoText.ToBytes(text))
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return $"encoding/hex: invalid byte: U+{b:X4} '{(char)b}'";
            }
        }

        return "encoding/hex: odd length hex string";
    }
}
