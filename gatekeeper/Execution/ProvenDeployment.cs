using Deploy.V1;
using Gateway.Contract.Validation;

namespace Gatekeeper.Execution;

/// <summary>A deployment whose recorded calls are proven and belong together.</summary>
/// <param name="Asked">What the deployer asks.</param>
/// <param name="Request">The call that asked for the deployment.</param>
/// <param name="Approvals">The calls that approved it.</param>
internal sealed record ProvenDeployment(DecisionRequest Asked, ProvenCall Request, IReadOnlyList<ProvenCall> Approvals)
{
    /// <summary>The most approvals that are looked at.</summary>
    public const int MaxApprovals = 64;

    private const int MaxPlaces = 1000;
    private const int MaxNameBytes = 1024;

    /// <summary>Whether an answer can be addressed: it names what is asked about by texts of their forms.</summary>
    public static bool IsAnswerable(DecisionRequest asked) =>
        FieldRules.IsCanonicalUuid(asked.DecisionRequestId)
        && FieldRules.IsName(asked.Application) && FieldRules.IsName(asked.Environment) && FieldRules.IsDeploymentId(asked.DeploymentId);

    /// <summary>Proves all recorded calls, and that they speak of the deployment that is asked about.</summary>
    /// <exception cref="UnprovenException">Something does not hold.</exception>
    public static ProvenDeployment Prove(DecisionRequest asked, CallProver prover)
    {
        var request = ProveOne(asked, asked.Request, prover, "the request");
        Require(request.Message is CreateDeploymentRequest or RollBackDeploymentRequest, "the request asks for no deployment");
        CheckFacts(asked);
        Require(asked.Approvals.Count <= MaxApprovals, $"there are more than {MaxApprovals} approvals");
        List<ProvenCall> approvals = [.. asked.Approvals.Select((approval, i) => ProveOne(asked, approval, prover, $"approval {i + 1}"))];
        for (var i = 0; i < approvals.Count; i++)
        {
            Require(
                approvals[i].Message is ApproveDeploymentRequest { DeploymentId: var approved } && approved == asked.DeploymentId,
                $"approval {i + 1} does not approve this deployment");
            Require(
                approvals[i].Message is ApproveDeploymentRequest { ReviewDigest: var reviewed } && (reviewed.Length == 0 || reviewed == asked.Facts.ReviewDigest),
                $"approval {i + 1} is for another review_digest: what would run is not what was approved");
        }

        if (request.Message is CreateDeploymentRequest create)
        {
            Require(!create.ValidateOnly, "the request only asked whether it would be allowed");
            Require(asked.Facts.Version == create.Version, "the artifact's version is not the one that was asked for");
            Require(create.Digest.Length == 0 || asked.Facts.Digest == create.Digest, "the artifact's digest is not the one that was asked for");
        }

        return new(asked, request, approvals);
    }

    private static ProvenCall ProveOne(DecisionRequest asked, RecordedCall? recorded, CallProver prover, string which)
    {
        try
        {
            var call = prover.Prove(recorded);
            Require(call.Grant.Application == asked.Application && call.Grant.Environment == asked.Environment, "it is for another application or environment");
            return call;
        }
        catch (UnprovenException e)
        {
            throw new UnprovenException($"{which} does not hold: {e.Message}");
        }
    }

    // Nothing proves them but the deployer's word; their forms are checked all the same.
    private static void CheckFacts(DecisionRequest asked)
    {
        Require(asked.Facts is not null, "there are no facts of the artifact");
        var facts = asked.Facts!;
        Require(FieldRules.IsVersion(facts.Version), "the artifact has no version");
        Require(FieldRules.IsDigest(facts.Digest), "the artifact has no digest");
        Require(facts.Size >= 0, "the artifact's size is negative");
        Require(FieldRules.IsText(facts.Name, MaxNameBytes) && FieldRules.IsText(facts.Source, MaxNameBytes), "the artifact's name or source is no text");
        Require(facts.ReplacesVersion.Length == 0 || FieldRules.IsVersion(facts.ReplacesVersion), "the version at the target is none");
        Require(
            new[] { facts.DestinationDigest, facts.PlanDigest, facts.ReplacesDigest, facts.ReviewDigest }.All(digest => digest.Length == 0 || FieldRules.IsDigest(digest)),
            "a digest of the facts is none");
        Require(
            facts.SucceededIn.Count <= MaxPlaces && facts.Undone.Count <= MaxPlaces && facts.SucceededIn.Concat(facts.Undone).All(place => FieldRules.IsName(place)),
            "an environment of the facts is none");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new UnprovenException(otherwise);
        }
    }
}
