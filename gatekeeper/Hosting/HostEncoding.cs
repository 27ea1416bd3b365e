using System.Buffers;
using System.Text;

namespace Gatekeeper.Hosting;

/// <summary>
/// Decodes <c>:authority</c> and <c>Host</c>. Kestrel puts the first in the place of the second, so that nobody sees that HTTP/2 had both, and
/// that they differ (RFC 9113, section 8.3.1, calls such a request malformed); it does let an encoding say how a header's bytes become text.
/// Here <c>:authority</c> becomes no text, since nothing here asks for it, and <c>Host</c> only where it is another: what is left of it on
/// HTTP/2 is refused. An <c>:authority</c> that is no host stays, so that Kestrel refuses it, which it does not look for in no text. A request's fields are decoded one after the other on one thread; where a frame between them moved them to another, the
/// request is refused, too.
/// </summary>
internal sealed class HostEncoding : Encoding
{
    /// <summary>For <c>:authority</c>.</summary>
    public static readonly HostEncoding OfAuthority = new(isAuthority: true);

    /// <summary>For <c>Host</c>.</summary>
    public static readonly HostEncoding OfHost = new(isAuthority: false);

    private const int MaxLength = 256;

    // What a host and its port consist of (RFC 3986, sections 3.2.2 and 3.2.3); a user's name before them has no place here.
    private static readonly SearchValues<byte> AuthorityCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%!$&'()*+,;=:[]"u8);

    [ThreadStatic]
    private static byte[]? _authority;

    [ThreadStatic]
    private static int _length;

    private readonly bool _isAuthority;

    private HostEncoding(bool isAuthority) => _isAuthority = isAuthority;

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count)
    {
        var value = bytes.AsSpan(index, count);
        if (!_isAuthority)
        {
            return _authority is { } authority && Ascii.EqualsIgnoreCase(authority.AsSpan(0, _length), value) ? 0 : count;
        }

        _length = 0;
        if (value.ContainsAnyExcept(AuthorityCharacters))
        {
            return count;
        }

        if (count <= MaxLength)
        {
            value.CopyTo(_authority ??= new byte[MaxLength]);
            _length = count;
        }

        return 0;
    }

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetCharCount(bytes, byteIndex, byteCount) == 0 ? 0 : Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => charCount;

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;
}
