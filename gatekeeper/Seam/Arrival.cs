namespace Gatekeeper.Seam;

/// <summary>What is known of a call from its arrival on, whoever calls and whatever for.</summary>
/// <param name="DecisionId">A version 7 UUID in text form, made when the call arrives; every answer carries it.</param>
/// <param name="Time">When the call's head arrived; once its message is whole, when that was. The time of its decision and of its record.</param>
/// <param name="Door">
/// <see cref="CallContext.Rest"/> or <see cref="CallContext.Grpc"/>: the shape in which the caller expects its answer, by the request's content
/// type, so that a refusal can be read, too.
/// </param>
/// <param name="RemoteIp">The peer's address as text.</param>
internal sealed record Arrival(string DecisionId, DateTimeOffset Time, string Door, string RemoteIp);
