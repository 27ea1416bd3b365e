namespace Gateway.Contract.Wire;

/// <summary>The wire types of the protobuf encoding that proto3 uses, with their numbers.</summary>
internal enum WireEncoding
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    Fixed32 = 5,
}
