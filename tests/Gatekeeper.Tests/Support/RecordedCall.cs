using Gateway.Contract.Grants;
using Microsoft.AspNetCore.Http;

namespace Gatekeeper.Tests.Support;

/// <summary>One request as the stand-in deployer saw it.</summary>
internal sealed record RecordedCall(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The message without its frame head.</summary>
    public ReadOnlySpan<byte> Message => Body.AsSpan(5);

    /// <summary>The grant's claims; its signature is not checked here.</summary>
    public GrantClaims Grant =>
        GrantCodec.TryDecode(Headers[GrantFormat.MetadataKey], out var grant, out var error) ? grant.Claims : throw new InvalidOperationException($"{error}");

    public static async Task<RecordedCall> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return new RecordedCall(
            http.Request.Method,
            http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
    }
}
