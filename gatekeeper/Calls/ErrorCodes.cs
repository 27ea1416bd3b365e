using Grpc.Core;

namespace Gatekeeper.Calls;

/// <summary>The two codes of one refusal.</summary>
/// <param name="Grpc">On gRPC, and as <c>status</c> on REST.</param>
/// <param name="Http">On REST.</param>
internal readonly record struct ErrorCodes(StatusCode Grpc, int Http);
