namespace Gateway.Contract.Wire;

/// <summary>Reads the primitives of the protobuf encoding; every method answers <c>false</c> where the bytes do not hold.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    internal readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Reads a varint in its shortest form; a longer one is a second spelling of the same value.</summary>
    internal bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            var current = _rest[i];
            value |= (ulong)(current & 0x7F) << (7 * i);
            if (current < 0x80)
            {
                _rest = _rest[(i + 1)..];
                var isShortest = i == 0 || current != 0;
                var fits = i < 9 || current == 1;
                return isShortest && fits;
            }
        }

        return false;
    }

    internal bool TryReadTag(out uint number, out WireEncoding encoding)
    {
        var isRead = TryReadVarint(out var tag) && tag <= uint.MaxValue;
        number = (uint)tag >> 3;
        encoding = (WireEncoding)(tag & 7);
        return isRead && number != 0;
    }

    internal bool TryReadSpan(out ReadOnlySpan<byte> span)
    {
        span = default;
        if (!TryReadVarint(out var length) || length > (ulong)_rest.Length)
        {
            return false;
        }

        span = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    internal bool TrySkip(int count)
    {
        if (_rest.Length < count)
        {
            return false;
        }

        _rest = _rest[count..];
        return true;
    }

    internal bool TrySkipValue(WireEncoding encoding) => encoding switch
    {
        WireEncoding.Varint => TryReadVarint(out _),
        WireEncoding.Fixed64 => TrySkip(8),
        WireEncoding.Fixed32 => TrySkip(4),
        WireEncoding.LengthDelimited => TryReadSpan(out _),
        _ => false,
    };
}
