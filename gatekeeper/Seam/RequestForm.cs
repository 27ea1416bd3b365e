using Google.Protobuf;
using Google.Protobuf.Reflection;
using Rego.Values;

namespace Gatekeeper.Seam;

/// <summary>
/// How policies see the requests of one type of message, as <c>input.request</c>. One rule for all: every field but <c>application</c>
/// and <c>environment</c>, which stand beside it, under its name in the contract. A field that is not set is not there, so that a policy
/// sees it as undefined.
/// </summary>
internal sealed class RequestForm
{
    private readonly RequestField[] _fields;

    /// <summary>Reads from the contract how to read the messages.</summary>
    /// <exception cref="InvalidOperationException">A field is of a type for which the rule knows no value; the message names it.</exception>
    public RequestForm(MessageDescriptor type)
    {
        // In sorted order, so that the builder has nothing to sort.
        _fields = [.. type.Fields.InDeclarationOrder()
            .Where(field => field.Name is not ("application" or "environment"))
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => new RequestField(field))];
    }

    /// <summary>The document of one request.</summary>
    /// <exception cref="ArgumentException">The request has a time that no calendar has.</exception>
    public RegoObject Of(IMessage request)
    {
        var document = new RegoObjectBuilder(_fields.Length);
        foreach (var field in _fields)
        {
            if (field.Find(request) is { } value)
            {
                document.TryAdd(field.Name, value);
            }
        }

        return document.Build();
    }
}
