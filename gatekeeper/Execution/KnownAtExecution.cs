using Deploy.V1;
using Gateway.Contract.Grants;
using Rego.Values;

namespace Gatekeeper.Execution;

/// <summary>What policy sees of a request when it is executed beyond what it saw at the door: members of <c>input.request</c>.</summary>
internal static class KnownAtExecution
{
    /// <summary>What of the input of a decision rests on the deployer's word, for the record.</summary>
    public static readonly RegoArray OnTheDeployersWord = RegoArray.From(RegoString.From("request.facts"));

    /// <summary>What is known where an approval is decided again.</summary>
    public static RegoObject OfApproval(ProvenDeployment deployment, ProvenCall approval) => RegoObject.From([.. Common(deployment, approval)]);

    /// <summary>What is known where the request itself is decided again.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="approvals">The approvals that are still allowed.</param>
    public static RegoObject OfRequest(ProvenDeployment deployment, IEnumerable<AllowedApproval> approvals)
    {
        var members = Common(deployment, deployment.Request);
        members.Add(("approvals", RegoArray.From(approvals.Select(ApprovalOf))));
        if (deployment.Request.Message is RollBackDeploymentRequest)
        {
            // Which release a rollback goes to is known only now.
            members.Add(("digest", RegoString.From(deployment.Asked.Facts.Digest)));
            members.Add(("version", RegoString.From(deployment.Asked.Facts.Version)));
        }

        return RegoObject.From([.. members]);
    }

    // When the call was made is what its grant says, which the deployer could not have written.
    private static List<(string, RegoValue)> Common(ProvenDeployment deployment, ProvenCall call) =>
    [
        ("create_time", RegoString.From(TimeOf(call.Grant))),
        ("facts", FactsOf(deployment.Asked.Facts)),
    ];

    private static RegoObject FactsOf(ExecutionFacts facts)
    {
        List<(string, RegoValue)> members =
        [
            ("digest", RegoString.From(facts.Digest)),
            ("provenance", RegoArray.Empty),
            ("signatures", RegoArray.Empty),
            ("size", RegoNumber.From(facts.Size)),
            ("succeeded_in", TextsOf(facts.SucceededIn)),
            ("undone", TextsOf(facts.Undone)),
            ("version", RegoString.From(facts.Version)),
        ];
        AddText(members, "destination_digest", facts.DestinationDigest);
        AddText(members, "name", facts.Name);
        AddText(members, "plan_digest", facts.PlanDigest);
        AddText(members, "review_digest", facts.ReviewDigest);
        AddText(members, "source", facts.Source);
        List<(string, RegoValue)> replaces = [];
        AddText(replaces, "digest", facts.ReplacesDigest);
        AddText(replaces, "version", facts.ReplacesVersion);
        if (replaces.Count > 0)
        {
            members.Add(("replaces", RegoObject.From([.. replaces])));
        }

        return RegoObject.From([.. members]);
    }

    private static RegoValue ApprovalOf(AllowedApproval approval) => RegoObject.From(
        ("decision_id", RegoString.From(approval.Call.Grant.DecisionId)),
        ("persons", TextsOf(approval.Persons)),
        ("principals", TextsOf(approval.Principals)));

    private static string TimeOf(GrantClaims grant) => DateTimeOffset.FromUnixTimeSeconds(grant.IssuedAt).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static RegoArray TextsOf(IEnumerable<string> texts) => RegoArray.From([.. texts.Select(RegoString.From)]);

    private static void AddText(List<(string, RegoValue)> members, string name, string text)
    {
        if (text.Length > 0)
        {
            members.Add((name, RegoString.From(text)));
        }
    }
}
