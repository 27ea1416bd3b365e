using System.Text;
using Gatekeeper.Seam;
using Gateway.Contract.Text;

namespace Gatekeeper.Grants;

/// <summary>
/// The caller as far as a grant itself shows it (<c>cal</c>): who, from where and how proven; none of its claims. All that policy saw of the
/// caller is the <see cref="Gateway.Contract.Grants.CallerDocument"/> beside the grant.
/// </summary>
internal static class CallerSummary
{
    private const int MaxPrincipalsLength = 4096;

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
    /// Writes <c>cal</c> for a call that changes something: with the persons behind it, none of whom may approve it, and for an approval
    /// with what the approver counts as, by which the deployer tells for what it counts. Principals beyond
    /// <see cref="MaxPrincipalsLength"/> are left out: what is not shown does not count. Persons are all there, and so are the exceptions
    /// that were used, by which whoever decides again knows that their use is on record already.
    /// </summary>
    public static string ForChange(Caller caller, Decision decision, bool isApproval)
    {
        var text = new StringBuilder(ForGrant(caller));
        text.Length--;
        if (decision.Persons is { } persons)
        {
            Append(text, ",\"persons\":[", persons, int.MaxValue);
        }

        if (isApproval && decision.Principals is { } principals)
        {
            Append(text, ",\"principals\":[", principals, MaxPrincipalsLength);
        }

        if (decision.Exceptions.Count > 0)
        {
            Append(text, ",\"exceptions\":[", decision.Exceptions, int.MaxValue);
        }

        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, string name, IReadOnlyList<string> values, int maxLength)
    {
        text.Append(name);
        var begin = text.Length;
        foreach (var value in values.TakeWhile(value => text.Length - begin + value.Length < maxLength))
        {
            Append(text, text.Length == begin ? "" : ",", value);
        }

        text.Append(']');
    }

    private static void Append(StringBuilder text, string name, string value)
    {
        var buffer = new byte[(value.Length * AsciiJson.MaxBytesPerChar) + 2];
        text.Append(name).Append(Encoding.ASCII.GetString(buffer, 0, AsciiJson.WriteString(value, buffer)));
    }
}
