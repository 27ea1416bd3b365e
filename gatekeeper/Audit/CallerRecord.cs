using System.Text;
using Gatekeeper.Seam;
using Gateway.Contract.Hashing;
using Gateway.Contract.Text;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Gatekeeper.Audit;

/// <summary>
/// What policy saw of a caller, as a member of a record: whole up to <see cref="MaxBytes"/>. Of a longer one, what identifies it, its short
/// claims, and <c>cut</c>: the digest, by which the whole is proven where it was kept. With a change it was: the document beside the grant
/// has it as its member <c>caller</c>, in the same spelling.
/// </summary>
internal static class CallerRecord
{
    /// <summary>The longest caller that is recorded whole, in bytes.</summary>
    public const int MaxBytes = 4096;

    private const int MaxTextLength = 256;
    private const int MaxClaimBytes = 256;
    private const int MaxClaimsBytes = 2048;
    private const string Claims = "claims";

    private static readonly RegoString Key = RegoString.From("caller");

    /// <summary>Writes the member, its name included.</summary>
    public static byte[] Encode(Caller caller)
    {
        var whole = WriteMember(Key, caller.AsRego);
        return whole.Length <= MaxBytes || caller.AsRego is not RegoObject members ? whole : EncodeCut(members);
    }

    private static byte[] EncodeCut(RegoObject members)
    {
        var buffer = new RecordBuffer();
        try
        {
            buffer.Raw("\"caller\":{"u8);
            var left = 0;
            foreach (var (key, value) in members)
            {
                switch (value)
                {
                    case RegoString text:
                        buffer.Raw(WriteMember(key, RegoString.From(BoundedText.Cut(text.Value, MaxTextLength)))).Raw(","u8);
                        break;
                    case RegoBoolean:
                        buffer.Raw(WriteMember(key, value)).Raw(","u8);
                        break;
                    case RegoObject claims when key is RegoString { Value: Claims }:
                        left = WriteShort(buffer.Raw("\"claims\":{"u8), claims);
                        buffer.Raw("},"u8);
                        break;
                }
            }

            WriteCut(buffer, members, left);
            return buffer.Raw("}"u8).Body.ToArray();
        }
        finally
        {
            buffer.Release();
        }
    }

    /// <returns>How many claims are left out.</returns>
    private static int WriteShort(RecordBuffer buffer, RegoObject claims)
    {
        var (written, count) = (0, 0);
        foreach (var (name, value) in claims)
        {
            var claim = WriteMember(name, value);
            if (claim.Length <= MaxClaimBytes && written + claim.Length <= MaxClaimsBytes)
            {
                buffer.Raw(count > 0 ? ","u8 : default).Raw(claim);
                written += claim.Length;
                count++;
            }
        }

        return claims.Count - count;
    }

    private static void WriteCut(RecordBuffer buffer, RegoObject members, int claims)
    {
        var json = Encoding.UTF8.GetBytes(members.ToJson());
        json = CanonicalJson.Rewrite(json) ?? json;
        buffer.Raw("\"cut\":{\"bytes\":"u8).Number(json.Length).Raw(",\"claims\":"u8).Number(claims)
            .Raw(",\"sha256\":"u8).Text(Sha256Digest.ComputeHexadecimal(json)).Raw("}"u8);
    }

    private static byte[] WriteMember(RegoValue key, RegoValue value)
    {
        var buffer = new RecordBuffer();
        try
        {
            RegoRecord.WriteMember(buffer, key, value, depth: 0);
            return buffer.Body.ToArray();
        }
        finally
        {
            buffer.Release();
        }
    }
}
