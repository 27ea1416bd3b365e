using System.Diagnostics;
using Gateway.Hosting.Revisions;
using Rego;
using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Deployer.Policy;

/// <summary>Asks the revision in use: the newest that was loaded, whatever the deployment was allowed under.</summary>
internal sealed class DeployerPolicy(RevisionStore revisions) : IDeployerPolicy
{
    private const int MaxReasons = 16;
    private const int MaxReasonLength = 512;

    private static readonly EvaluationOptions Evaluation = new()
    {
        Limits = new EvaluationLimits(MaxSteps: 10_000_000, Timeout: TimeSpan.FromSeconds(2), MaxDepth: 256, MaxMemoryBytes: 256L << 20),
    };

    /// <inheritdoc/>
    public PolicyAnswer MayUseArtifact(RegoObject input) => Ask(revision => revision.Artifact, input);

    /// <inheritdoc/>
    public PolicyAnswer MayReadCredential(RegoObject input) => Ask(revision => revision.Credentials, input);

    private PolicyAnswer Ask(Func<Revision, PreparedQuery> query, RegoObject input)
    {
        var revision = revisions.Current.Revision;
        var begin = Stopwatch.GetTimestamp();
        var answer = Ask(query(revision), input, revision.Digest);
        return answer with { EvaluationTime = Stopwatch.GetElapsedTime(begin) };
    }

    private static PolicyAnswer Ask(PreparedQuery query, RegoObject input, string revision)
    {
        try
        {
            return Read(query.Evaluate(input, Evaluation), revision);
        }
        catch (RegoEvaluationException e)
        {
            return new(false, [$"the policy could not be evaluated ({e.Code})"], revision) { IsUndecided = true };
        }
    }

    // The one place where a value becomes a decision.
    private static PolicyAnswer Read(RegoValue value, string revision)
    {
        if (value is not RegoObject answer)
        {
            return new(false, [value.IsDefined ? "the policy's answer is not an object" : "the policy has no answer"], revision) { IsUndecided = true, Result = value };
        }

        var isAllowed = ReferenceEquals(answer["allow"], RegoBoolean.True);
        List<string> reasons = answer["reasons"] is RegoArray array
            ? [.. array.OfType<RegoString>().Take(MaxReasons).Select(r => Shorten(r.Value))]
            : [];
        return new(isAllowed, reasons, revision) { IsUndecided = answer["allow"] is not RegoBoolean, Result = value };
    }

    private static string Shorten(string reason) => reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength] + "…";
}
