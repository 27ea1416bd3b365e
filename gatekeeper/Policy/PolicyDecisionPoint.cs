using System.Diagnostics.CodeAnalysis;
using Deploy.V1;
using Gatekeeper.Seam;
using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Gatekeeper.Policy;

/// <summary>Asks the policy about a call. Every way but one ends in a denial.</summary>
internal sealed class PolicyDecisionPoint(IPolicySource policies, PolicyOptions options, TimeProvider time)
{
    private readonly EvaluationOptions _evaluation = new()
    {
        Limits = new EvaluationLimits(
            options.MaxEvaluationSteps, options.EvaluationTimeout, options.MaxEvaluationDepth, options.MaxEvaluationMemoryBytes),
        Time = time,

        // What cannot be computed is not shown: a call whose policy fails is refused as such, and not decided by what is left of it.
        StrictBuiltinErrors = true,
    };

    /// <summary>Decides one call with one policy revision. Never throws for a fault of the policy or of the engine.</summary>
    /// <param name="call">The call.</param>
    /// <param name="caller">Who calls, or called.</param>
    /// <param name="known">What is known of the request beyond what it says itself, as members of <c>request</c>; null for nothing.</param>
    /// <param name="isExecution">Whether the call is decided again before it is executed.</param>
    public Decision Decide(Call call, Caller caller, RegoObject? known = null, bool isExecution = false)
    {
        var snapshot = policies.Current;
        var input = PolicyInputBuilder.Build(call, caller, known, isExecution);
        var started = time.GetTimestamp();
        var answer = Evaluate(snapshot, input);
        return new Decision
        {
            IsAllowed = answer.IsAllowed,
            DecisionId = call.Arrival.DecisionId,
            PolicyRevision = snapshot.Revision,
            PolicyActivatedAt = snapshot.ActivatedAt,
            Client = answer.Client,
            Reasons = answer.Reasons,
            DenialReason = answer.DenialReason,
            ObligationsJson = answer.Obligations.Json,
            Visible = answer.Obligations.Visible,
            EncodedVisible = answer.Obligations.EncodedVisible,
            Persons = answer.Persons,
            Principals = answer.Principals,
            Exceptions = answer.Exceptions,
            ReviewBy = answer.ReviewBy,
            DetailsJson = answer.DetailsJson,
            Fault = answer.Fault,
            Input = input,
            Result = answer.Result,
            EvaluationTime = time.GetElapsedTime(started),
        };
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong in an evaluation is a denial.")]
    private PolicyAnswer Evaluate(PolicySnapshot snapshot, RegoValue input)
    {
        try
        {
            return PolicyAnswer.Read(snapshot.Evaluate(input, _evaluation));
        }
        catch (RegoEvaluationException e)
        {
            return PolicyAnswer.Denied(ErrorReason.PolicyError, $"{e.Code}: {e.Message}", RegoValue.Undefined);
        }
        catch (Exception e)
        {
            return PolicyAnswer.Denied(ErrorReason.PolicyError, $"{e.GetType().Name}: {e.Message}", RegoValue.Undefined);
        }
    }
}
