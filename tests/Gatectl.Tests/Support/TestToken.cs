using System.Buffers.Text;
using System.Text;

namespace Gatectl.Tests.Support;

/// <summary>Texts that have the form of tokens; no gate would take them.</summary>
internal static class TestToken
{
    /// <summary>A token that ends in some seconds from now.</summary>
    public static string EndingIn(double seconds, string name = "token") =>
        Of($$"""{"sub":"{{name}}","exp":{{DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds()}}}""");

    public static string Of(string claims) => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.AAAA";
}
