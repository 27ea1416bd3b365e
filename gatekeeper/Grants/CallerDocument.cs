using System.Text;
using Deploy.Text;
using Gatekeeper.Identity;

namespace Gatekeeper.Grants;

/// <summary>The caller as far as a grant shows it: who, from where and how proven; none of its claims.</summary>
internal static class CallerDocument
{
    /// <summary>Writes <c>cal</c>.</summary>
    public static string ForGrant(Caller caller)
    {
        var text = new StringBuilder();
        Append(text, "{\"kind\":", caller.Kind);
        Append(text, ",\"issuer\":", caller.Issuer);
        Append(text, ",\"subject\":", caller.Subject);
        Append(text, ",\"authenticated_by\":", caller.AuthenticatedBy);
        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, string name, string value)
    {
        var buffer = new byte[(value.Length * AsciiJson.MaxBytesPerChar) + 2];
        text.Append(name).Append(Encoding.ASCII.GetString(buffer, 0, AsciiJson.WriteString(value, buffer)));
    }
}
