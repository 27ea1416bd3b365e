namespace Gatekeeper.Calls;

/// <summary>The media types that the doors know.</summary>
internal static class MediaTypes
{
    private const string GrpcType = "application/grpc";
    private const string JsonType = "application/json";

    /// <summary>Whether an answer must be a gRPC one: <c>application/grpc</c> and its subtypes, but not <c>application/grpc-web</c>.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(GrpcType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == GrpcType.Length || contentType[GrpcType.Length] is '+' or ';');

    /// <summary>Whether the body is a protobuf message in gRPC framing, the only form that the door reads.</summary>
    public static bool IsGrpcProtobuf(string? contentType) => contentType is GrpcType or "application/grpc+proto";

    /// <summary>Whether the body is JSON in UTF-8. The value of a parameter may stand in quotes, and means the same (RFC 9110, 5.6.6).</summary>
    public static bool IsJson(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(JsonType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var parameter = contentType.AsSpan(JsonType.Length).Trim(' ');
        return parameter.IsEmpty || (parameter[0] == ';' && IsUtf8(parameter[1..].Trim(' ')));
    }

    private static bool IsUtf8(ReadOnlySpan<char> parameter) =>
        parameter.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase) || parameter.Equals("charset=\"utf-8\"", StringComparison.OrdinalIgnoreCase);
}
