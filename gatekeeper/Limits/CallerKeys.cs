using System.Runtime.CompilerServices;
using Gatekeeper.Seam;

namespace Gatekeeper.Limits;

/// <summary>The names under which callers are counted. One caller's tokens come and go, its name stays.</summary>
internal static class CallerKeys
{
    private static readonly ConditionalWeakTable<Caller, string> Keys = [];

    /// <summary>The caller's name: made once a token.</summary>
    public static string Of(Caller caller) => Keys.GetValue(caller, static who => $"{who.Issuer}\n{who.Subject}");
}
