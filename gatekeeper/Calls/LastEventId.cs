using Gatekeeper.Seam;
using Gateway.Contract.Validation;

namespace Gatekeeper.Calls;

/// <summary>
/// <c>Last-Event-ID</c>, with which whoever reads server-sent events says where a stream broke off (WHATWG HTML, 9.2): the same as the field
/// <c>after</c> of the request, and later than what its address says, since that stays the same at every attempt.
/// </summary>
internal static class LastEventId
{
    /// <summary>The header.</summary>
    public const string Header = "Last-Event-ID";

    private const string Field = "after";

    /// <summary>Whether a request resumes a stream.</summary>
    public static bool IsIn(HttpRequest request) => !string.IsNullOrEmpty(request.Headers[Header]);

    /// <summary>Reads the header into the message of a method that answers with a stream.</summary>
    /// <exception cref="CallException">It is no number of an event.</exception>
    public static void Read(HttpRequest request, MethodCatalogEntry method, MessageBuilder builder)
    {
        if (!method.IsServerStreaming || method.Descriptor.InputType.FindFieldByName(Field) is not { } field || !IsIn(request))
        {
            return;
        }

        var id = request.Headers[Header].ToString();
        if (id.Length > 9 || !id.All(char.IsAsciiDigit))
        {
            throw CallBuilder.Invalid([new FieldViolation(Header, "must be the number of an event")]);
        }

        builder.ReplaceInteger(field, id);
    }
}
