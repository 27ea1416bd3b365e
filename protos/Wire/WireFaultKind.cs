namespace Gateway.Contract.Wire;

/// <summary>What a strict reading of an encoded message found.</summary>
public enum WireFaultKind
{
    /// <summary>Nothing: the bytes have exactly one meaning.</summary>
    None,

    /// <summary>Not an encoding of the message: truncated, a wrong wire type, bad UTF-8, a value out of range, nested too deep.</summary>
    Malformed,

    /// <summary>A field that the message does not declare.</summary>
    UnknownField,

    /// <summary>A singular field, a member of a oneof or a map's key more than once.</summary>
    DuplicateField,
}
