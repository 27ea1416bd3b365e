using System.Text;
using Deploy.Text;
using Gatekeeper.Identity;
using Gatekeeper.Rego;

namespace Gatekeeper.Grants;

/// <summary>The caller as far as a grant shows it: who, from where and how proven; none of its claims.</summary>
internal static class CallerDocument
{
    private const int MaxGroupsLength = 2048;

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

    /// <summary>
    /// Writes <c>cal</c> for an approval: with the caller's groups, by which the deployer tells whose approval counts. Groups beyond
    /// <see cref="MaxGroupsLength"/> are left out: what is not shown does not count.
    /// </summary>
    public static string ForApproval(Caller caller)
    {
        var text = new StringBuilder(ForGrant(caller));
        text.Length--;
        text.Append(",\"groups\":[");
        int begin = text.Length;
        foreach (RegoString group in caller.Groups.OfType<RegoString>().TakeWhile(group => text.Length - begin + group.Value.Length < MaxGroupsLength))
        {
            Append(text, text.Length == begin ? "" : ",", group.Value);
        }

        return text.Append("]}").ToString();
    }

    private static void Append(StringBuilder text, string name, string value)
    {
        var buffer = new byte[(value.Length * AsciiJson.MaxBytesPerChar) + 2];
        text.Append(name).Append(Encoding.ASCII.GetString(buffer, 0, AsciiJson.WriteString(value, buffer)));
    }
}
