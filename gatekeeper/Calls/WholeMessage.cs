using Google.Protobuf;

namespace Gatekeeper.Calls;

/// <summary>A request's message, read to its end and proven to have one meaning.</summary>
/// <param name="Message">The message.</param>
/// <param name="Frame">The gRPC frame of the very bytes that it was parsed from.</param>
internal readonly record struct WholeMessage(IMessage Message, byte[] Frame);
