using System.Text;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Gatekeeper.Policy;

/// <summary>
/// What a refusing answer tells of required claims: for the record and the operator, never for the caller. Bounded whatever the policy
/// answers, on one line of ASCII, and without the values of claims that are secrets by their name or form.
/// </summary>
internal static class RefusalDetails
{
    /// <summary>The most entries that are kept.</summary>
    public const int MaxEntries = 16;

    /// <summary>The longest text that is kept, in characters; what is longer is cut.</summary>
    public const int MaxTextLength = 256;

    /// <summary>The member of the answer.</summary>
    public static readonly RegoString Key = RegoString.From("details");

    private const string Unreadable = "an entry of another form";

    private static readonly RegoString ClaimKey = RegoString.From("claim");
    private static readonly RegoString ExpectedKey = RegoString.From("expected");
    private static readonly RegoString FoundKey = RegoString.From("found");
    private static readonly RegoString OfKey = RegoString.From("of");

    /// <summary>Reads the details of an answer.</summary>
    /// <returns>A JSON array, or null where the answer has none.</returns>
    public static string? Read(RegoObject answer)
    {
        if (!answer.TryGetValue(Key, out var value))
        {
            return null;
        }

        var buffer = new RecordBuffer(isAscii: true);
        try
        {
            buffer.Raw("["u8);
            WriteEntries(buffer, value is RegoArray or RegoSet ? (IReadOnlyCollection<RegoValue>)value : [value]);
            return Encoding.ASCII.GetString(buffer.Raw("]"u8).Body);
        }
        finally
        {
            buffer.Release();
        }
    }

    private static void WriteEntries(RecordBuffer buffer, IReadOnlyCollection<RegoValue> entries)
    {
        var isFirst = true;
        foreach (var entry in entries.Take(MaxEntries))
        {
            buffer.Raw(isFirst ? default : ","u8);
            isFirst = false;
            switch (entry)
            {
                case RegoString text:
                    WriteText(buffer, text.Value, isSecret: false);
                    break;
                case RegoObject members when members[ClaimKey] is RegoString claim:
                    WriteClaim(buffer, members, claim.Value);
                    break;
                default:
                    buffer.Text(Unreadable);
                    break;
            }
        }
    }

    private static void WriteClaim(RecordBuffer buffer, RegoObject members, string claim)
    {
        var isSecret = SecretNames.IsSecret(claim);
        WriteText(buffer.Raw("{\"claim\":"u8), claim, isSecret: false);
        buffer.Raw(",\"expected\":["u8);
        var isFirst = true;
        foreach (var pattern in members[ExpectedKey] is RegoArray expected ? expected.OfType<RegoString>().Take(MaxEntries) : [])
        {
            WriteText(buffer.Raw(isFirst ? default : ","u8), pattern.Value, isSecret);
            isFirst = false;
        }

        buffer.Raw("]"u8);
        if (members[FoundKey] is RegoString found)
        {
            WriteText(buffer.Raw(",\"found\":"u8), found.Value, isSecret);
        }

        if (members[OfKey] is RegoString of)
        {
            WriteText(buffer.Raw(",\"of\":"u8), of.Value, isSecret: false);
        }

        buffer.Raw("}"u8);
    }

    private static void WriteText(RecordBuffer buffer, string text, bool isSecret) =>
        buffer.Text(isSecret || SecretNames.LooksSecret(text) ? SecretNames.Mask : text.Length <= MaxTextLength ? text : text.AsSpan(0, MaxTextLength));
}
