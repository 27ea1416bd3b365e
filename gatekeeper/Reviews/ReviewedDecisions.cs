using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Contract.Audit;
using Rego.Values;

namespace Gatekeeper.Reviews;

/// <summary>
/// What this gatekeeper's log says of the decision that a call reviews, for policy: <c>input.request.decision</c>. It is not there where the
/// log has no such use of an exception in the application and the environment that the call names.
/// </summary>
internal sealed class ReviewedDecisions(ExceptionUses uses)
{
    /// <summary>The members of <c>input.request</c> that the request does not say itself; null for nothing.</summary>
    /// <exception cref="CallException">It cannot be said yet.</exception>
    public RegoObject? KnownOf(Call call)
    {
        if (call.Message is not ReviewDecisionRequest request)
        {
            return null;
        }

        RequireRead();
        return uses.Find(request.DecisionId, request.Application, request.Environment) is { } use ? RegoObject.From(("decision", Describe(use))) : null;
    }

    /// <summary>Refuses while the log is still being read.</summary>
    /// <exception cref="CallException">It is.</exception>
    public void RequireRead()
    {
        if (!uses.IsRead)
        {
            throw new CallException(ErrorReason.AuditUnavailable, "The uses of exceptions are still being read from the audit log; try again in a moment.");
        }
    }

    // Persons that the policy did not name are not there, and so nobody can be shown to be none of them.
    private static RegoObject Describe(ExceptionUse use)
    {
        List<(string, RegoValue)> members =
        [
            ("action", RegoString.From(use.Action)),
            ("application", RegoString.From(use.Application)),
            ("client", RegoString.From(use.Client)),
            ("environment", RegoString.From(use.Environment)),
            ("exceptions", Texts(use.Exceptions)),
            ("time", RegoString.From(use.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"))),
        ];
        if (use.Persons is { } persons)
        {
            members.Add(("persons", Texts(persons)));
        }

        return RegoObject.From([.. members]);
    }

    private static RegoArray Texts(IEnumerable<string> texts) => RegoArray.From([.. texts.Select(RegoString.From)]);
}
