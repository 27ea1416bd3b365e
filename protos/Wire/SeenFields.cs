namespace Gateway.Contract.Wire;

/// <summary>Which singular fields, oneofs and map keys of one message have been read already.</summary>
internal struct SeenFields
{
    private const int KeyNumber = 1;

    private ulong _numbers;
    private ulong _oneofs;
    private HashSet<(WireField Map, string Key)>? _keys;

    /// <summary>Marks a singular field; <c>false</c> where it, or another member of its oneof, was there before.</summary>
    internal bool TryMark(uint number, int oneofIndex)
    {
        var bit = 1UL << (int)number;
        var oneofBit = oneofIndex < 0 ? 0 : 1UL << oneofIndex;
        if ((_numbers & bit) != 0 || (_oneofs & oneofBit) != 0)
        {
            return false;
        }

        _numbers |= bit;
        _oneofs |= oneofBit;
        return true;
    }

    /// <summary>Marks the key of a map's entry that has been proven well-formed; <c>false</c> where the map has the key already.</summary>
    internal bool TryMarkKey(WireField map, ReadOnlySpan<byte> entry) => (_keys ??= []).Add((map, KeyOf(entry)));

    // An absent key is the empty one.
    private static string KeyOf(ReadOnlySpan<byte> entry)
    {
        var reader = new WireReader(entry);
        while (reader.TryReadTag(out var number, out var encoding))
        {
            if (number == KeyNumber)
            {
                return reader.TryReadSpan(out var key) ? Convert.ToHexString(key) : "";
            }

            if (!reader.TrySkipValue(encoding))
            {
                break;
            }
        }

        return "";
    }
}
