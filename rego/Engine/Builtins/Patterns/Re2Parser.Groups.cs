namespace Rego.Builtins.Patterns;

/// <summary>What a parenthesis begins: groups and flags.</summary>
internal sealed partial class Re2Parser
{
    private RegexNode? ParseGroup()
    {
        var start = _at++;
        if (!TrySkip("?"))
        {
            return ParseCapture(null);
        }

        if (TrySkip("P<") || TrySkip("<"))
        {
            return ParseCapture(ParseName(start));
        }

        return ParseFlags(start);
    }

    /// <summary>A group's name; several groups may have one.</summary>
    private string ParseName(int start)
    {
        var end = _text.IndexOf('>', _at);
        var name = end < 0 ? string.Empty : _text[_at..end];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw Error("invalid named capture", end < 0 ? _text[start..] : _text[start..(end + 1)]);
        }

        _at = end + 1;
        return name;
    }

    private RegexNode.Capture ParseCapture(string? name)
    {
        var number = _groupNames.Count;
        _groupNames.Add(name);
        return new RegexNode.Capture(ParseGroupBody(), number);
    }

    private RegexNode ParseGroupBody()
    {
        var outer = _flags;
        var inner = ParseChoice();
        _flags = outer;
        return TrySkip(")") ? inner : throw Error("missing closing )", _text);
    }

    /// <summary>Behind <c>(?</c>: flags for the rest of the group, or for one of their own.</summary>
    private RegexNode? ParseFlags(int start)
    {
        var flags = _flags;
        bool off = false, any = false;
        for (; _at < _text.Length; any = true)
        {
            var c = _text[_at++];
            switch (c)
            {
                case '-' when !off:
                    off = true;
                    any = false;
                    continue;
                case ')' when !off || any:
                    _flags = flags;
                    return null;
                case ':' when !off || any:
                    var outer = _flags;
                    _flags = flags;
                    var body = ParseGroupBody();
                    _flags = outer;
                    return body;
            }

            var flag = c switch
            {
                'i' => Flags.IgnoreCase,
                'm' => Flags.Multiline,
                's' => Flags.DotAll,
                'U' => Flags.Ungreedy,
                _ => throw Error("invalid or unsupported Perl syntax", _text[start.._at]),
            };
            flags = off ? flags & ~flag : flags | flag;
        }

        throw Error("invalid or unsupported Perl syntax", _text[start..]);
    }
}
