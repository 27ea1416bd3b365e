using Deploy.V1;
using Gateway.Contract.Hashing;
using Gateway.Hosting.Rpc;
using Google.Protobuf;

namespace Gatekeeper.Seam;

/// <summary>One call, whichever door it came through: the typed request and the exact bytes that are hashed and forwarded.</summary>
internal sealed class Call
{
    private readonly byte[] _frame;
    private string? _requestHash;

    /// <summary>Takes the request's gRPC frame whole.</summary>
    /// <param name="method">The method that was called.</param>
    /// <param name="message">The request, parsed from the bytes of <paramref name="frame"/>.</param>
    /// <param name="frame">Five bytes of gRPC frame head, then the message.</param>
    /// <param name="arrival">How and when the call came.</param>
    public Call(MethodCatalogEntry method, IMessage message, byte[] frame, Arrival arrival)
    {
        Arrival = arrival;
        Method = method;
        Message = message;
        _frame = frame;
        Application = method.ApplicationOf(message);
        Environment = method.EnvironmentOf(message);
    }

    /// <summary>The same call, to be decided once more for another moment.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="decisionId">The id of that decision.</param>
    public Call At(DateTimeOffset time, string decisionId) => new(Method, Message, _frame, Arrival with { DecisionId = decisionId, Time = time });

    /// <value>How and when the call came; its time is that for which it is decided.</value>
    public Arrival Arrival { get; }

    /// <value>The method.</value>
    public MethodCatalogEntry Method { get; }

    /// <value>The request, validated.</value>
    public IMessage Message { get; }

    /// <value>The application, or <c>-</c> for all in a list and where the call touches none.</value>
    public string Application { get; }

    /// <value>The environment, or <c>-</c> for all in a list and where the call touches none.</value>
    public string Environment { get; }

    /// <value>The action in policy.</value>
    public string Action => Method.Action;

    /// <value>Whether the call changes something.</value>
    public bool IsChanging => Method.IsChanging;

    /// <value>Whether the call only asks what would be decided (AIP-163): it is decided and recorded, and goes no further.</value>
    public bool IsQuestion => Message is CreateDeploymentRequest { ValidateOnly: true };

    /// <value>The message's bytes, exactly as forwarded, without the frame's head.</value>
    public ReadOnlyMemory<byte> MessageBytes => _frame.AsMemory(GrpcFrame.HeadLength);

    /// <summary>The frame as forwarded, head and message, from its beginning.</summary>
    public Stream OpenFrame() => new MemoryStream(_frame, writable: false);

    /// <value>SHA-256 of <see cref="MessageBytes"/> in lower-case hexadecimal.</value>
    public string RequestHash => _requestHash ??= Sha256Digest.ComputeHexadecimal(MessageBytes.Span);
}
