using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Rego.Values;

namespace Gatekeeper.Execution;

/// <summary>
/// A call of earlier, as a gatekeeper of this installation let it through: its grant is signed by one of them, for exactly this message and
/// this caller document.
/// </summary>
internal sealed class ProvenCall
{
    private readonly byte[] _frame;

    /// <summary>Takes what was proven.</summary>
    /// <param name="method">What was called.</param>
    /// <param name="message">The request.</param>
    /// <param name="frame">The request as it would be forwarded, head and message.</param>
    /// <param name="grant">What the gatekeeper stated.</param>
    /// <param name="document">What policy saw of the caller.</param>
    public ProvenCall(MethodCatalogEntry method, IMessage message, byte[] frame, GrantClaims grant, CallerDocument document)
    {
        _frame = frame;
        Method = method;
        Message = message;
        Grant = grant;
        Document = document;
        Caller = CallerOf(document);
    }

    public MethodCatalogEntry Method { get; }

    public IMessage Message { get; }

    public GrantClaims Grant { get; }

    public CallerDocument Document { get; }

    /// <value>Who called.</value>
    public Caller Caller { get; }

    /// <summary>The call, to be decided again.</summary>
    /// <param name="time">The moment for which it is decided.</param>
    /// <param name="decisionId">The id of that decision.</param>
    public Call At(DateTimeOffset time, string decisionId) => new(Method, Message, _frame, new Arrival(decisionId, time, Document.Channel, Document.RemoteIp));

    private static Caller CallerOf(CallerDocument document)
    {
        // A JSON object, since the document was read.
        var caller = (RegoObject)RegoJson.Parse(document.CallerJson);
        return new Caller
        {
            Kind = TextOf(caller, "kind"),
            Issuer = TextOf(caller, "issuer"),
            Subject = TextOf(caller, "subject"),
            Claims = caller["claims"] as RegoObject ?? RegoObject.Empty,
            Groups = caller["groups"] as RegoArray ?? RegoArray.Empty,
            AuthenticatedBy = TextOf(caller, "authenticated_by"),
            AsRego = caller,
            ExpiresAt = 0,
        };
    }

    private static string TextOf(RegoObject caller, string name) => caller[name] is RegoString text ? text.Value : "";
}
