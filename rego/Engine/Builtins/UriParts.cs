using System.Buffers;

namespace Rego.Builtins;

/// <summary>The parts of a URI reference (RFC 3986), split as leniently as Go's <c>url.Parse</c> does.</summary>
internal sealed class UriParts
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create(" \"<>\\^`{|}");

    private string _scheme = string.Empty;
    private string _opaque = string.Empty;
    private string _user = string.Empty;
    private string _host = string.Empty;
    private string _port = string.Empty;
    private string _path = string.Empty;
    private string _rawPath = string.Empty;
    private string _query = string.Empty;
    private string _fragment = string.Empty;

    private UriParts()
    {
    }

    /// <summary>The host, with the port where there is one.</summary>
    internal string HostAndPort => _port.Length == 0 ? _host : $"{_host}:{_port}";

    /// <summary>The path as it is written.</summary>
    internal string EscapedPath => _rawPath == _path ? UrlText.EscapePath(_path) : _rawPath;

    /// <summary>The query as it is written.</summary>
    internal string Query => _query;

    /// <summary>Splits a text; false where it is no URI.</summary>
    internal static bool TryParse(string text, out UriParts parts)
    {
        parts = new UriParts();
        return text.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 && !text.Contains('\u007F', StringComparison.Ordinal) && parts.TryRead(text);
    }

    /// <summary>The names and values of all parts; an absent one is empty.</summary>
    internal IEnumerable<(string Name, string Value)> Members() =>
    [
        ("scheme", _scheme), ("opaque", _opaque), ("userinfo", _user), ("hostname", _host), ("port", _port),
        ("path", _path), ("raw_path", _rawPath), ("raw_query", _query), ("fragment", _fragment),
    ];

    private bool TryRead(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
        {
            if (UrlText.Unescape(text[(hash + 1)..], plusIsSpace: false) is not { } fragment)
            {
                return false;
            }

            _fragment = fragment;
            text = text[..hash];
        }

        if (!TryTakeScheme(ref text))
        {
            return false;
        }

        var mark = text.IndexOf('?', StringComparison.Ordinal);
        _query = mark < 0 ? string.Empty : text[(mark + 1)..];
        return TryReadHierarchy(mark < 0 ? text : text[..mark]);
    }

    private bool TryTakeScheme(ref string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ':')
            {
                _scheme = text[..i].ToLowerInvariant();
                text = text[(i + 1)..];
                return i > 0;
            }

            if (!char.IsAsciiLetter(c) && (i == 0 || !(char.IsAsciiDigit(c) || c is '+' or '-' or '.')))
            {
                break;
            }
        }

        return true;
    }

    private bool TryReadHierarchy(string rest)
    {
        if (!rest.StartsWith('/'))
        {
            if (_scheme.Length > 0)
            {
                _opaque = rest;
                return true;
            }

            // The first segment of a relative path may not look like a scheme.
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            if ((slash < 0 ? rest : rest[..slash]).Contains(':', StringComparison.Ordinal))
            {
                return false;
            }
        }

        if (rest.StartsWith("//", StringComparison.Ordinal) && (_scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            var end = rest.IndexOf('/', 2);
            if (!TryReadAuthority(end < 0 ? rest[2..] : rest[2..end]))
            {
                return false;
            }

            rest = end < 0 ? string.Empty : rest[end..];
        }

        return TryReadPath(rest);
    }

    private bool TryReadPath(string path)
    {
        if (UrlText.Unescape(path, plusIsSpace: false) is not { } decoded)
        {
            return false;
        }

        _path = decoded;
        _rawPath = UrlText.EscapePath(decoded) == path ? decoded : path;
        return true;
    }

    private bool TryReadAuthority(string authority)
    {
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            _user = authority[..at];
            if (!_user.All(IsUserCharacter) || UrlText.Unescape(_user, plusIsSpace: false) is null)
            {
                return false;
            }
        }

        var host = authority[(at + 1)..];
        return host.StartsWith('[') ? TryReadBracketed(host) : TryReadHost(host);
    }

    private bool TryReadBracketed(string host)
    {
        var close = host.LastIndexOf(']');
        if (close < 0 || !IsPort(host[(close + 1)..]))
        {
            return false;
        }

        _host = host[1..close];
        _port = host[(close + 1)..].TrimStart(':');
        return true;
    }

    private bool TryReadHost(string host)
    {
        var colon = host.LastIndexOf(':');
        if (colon >= 0 && !IsPort(host[colon..]))
        {
            return false;
        }

        _port = colon < 0 ? string.Empty : host[(colon + 1)..];
        var name = colon < 0 ? host : host[..colon];
        if (name.AsSpan().ContainsAny(NotInHosts) || UrlText.Unescape(name, plusIsSpace: false) is not { } decoded)
        {
            return false;
        }

        _host = decoded;
        return true;
    }

    private static bool IsPort(string text) => text.Length == 0 || (text[0] == ':' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    private static bool IsUserCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".Contains(c, StringComparison.Ordinal);
}
