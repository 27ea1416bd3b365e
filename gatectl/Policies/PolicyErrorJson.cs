using Gatekeeper.Rego;

namespace Gatectl.Policies;

/// <summary>Errors as the JSON of OPA's command line.</summary>
internal static class PolicyErrorJson
{
    internal static RegoObject Of(IEnumerable<Diagnostic> errors) => RegoObject.From(("errors", RegoArray.From([.. errors.Select(Describe)])));

    private static RegoObject Describe(Diagnostic error)
    {
        if (error.Code == DiagnosticCodes.Load)
        {
            return RegoObject.From(("message", RegoString.From(error.Message)));
        }

        var members = new RegoObjectBuilder();
        members[RegoString.From("message")] = RegoString.From(error.Message);
        members[RegoString.From("code")] = RegoString.From(error.Code);
        if (error.Location.File is { } file)
        {
            members[RegoString.From("location")] = RegoObject.From(
                ("file", RegoString.From(file.Path)),
                ("row", RegoNumber.From(error.Location.Row)),
                ("col", RegoNumber.From(error.Location.Column)));
        }

        if (error.Details is { } details)
        {
            members[RegoString.From("details")] = details;
        }

        return members.Build();
    }
}
