using Gatekeeper.Seam;
using Rego.Values;

namespace Gatekeeper.Policy;

/// <summary>Builds what the policy sees of a call: <c>caller</c>, <c>action</c>, <c>application</c>, <c>environment</c>, <c>request</c>, <c>context</c>.</summary>
internal static class PolicyInputBuilder
{
    private static readonly RegoString CallerKey = RegoString.From("caller");
    private static readonly RegoString Action = RegoString.From("action");
    private static readonly RegoString Application = RegoString.From("application");
    private static readonly RegoString Environment = RegoString.From("environment");
    private static readonly RegoString Request = RegoString.From("request");
    private static readonly RegoString Context = RegoString.From("context");
    private static readonly RegoString DecisionId = RegoString.From("decision_id");
    private static readonly RegoString Channel = RegoString.From("channel");
    private static readonly RegoString Phase = RegoString.From("phase");
    private static readonly RegoString RequestPhase = RegoString.From("request");
    private static readonly RegoString ExecutePhase = RegoString.From("execute");
    private static readonly RegoString RemoteIp = RegoString.From("remote_ip");
    private static readonly RegoString Time = RegoString.From("time");

    /// <summary>Builds the input of <c>data.gatekeeper.decision</c>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="caller">Who calls, or called.</param>
    /// <param name="known">
    /// What is known of the request beyond what it says itself, as members of <c>request</c>; null for nothing. They stand in the place of
    /// what the request itself has under the same names.
    /// </param>
    /// <param name="isExecution">Whether the call is decided again before it is executed.</param>
    public static RegoObject Build(Call call, Caller caller, RegoObject? known = null, bool isExecution = false)
    {
        // In sorted order, so that the builder has nothing to sort.
        var input = new RegoObjectBuilder(6);
        input.TryAdd(Action, RegoString.From(call.Action));
        input.TryAdd(Application, RegoString.From(call.Application));
        input.TryAdd(CallerKey, caller.AsRego);
        input.TryAdd(Context, BuildContext(call, isExecution ? ExecutePhase : RequestPhase));
        input.TryAdd(Environment, RegoString.From(call.Environment));
        input.TryAdd(Request, known is null ? call.Method.Form.Of(call.Message) : Merge(call.Method.Form.Of(call.Message), known));
        return input.Build();
    }

    private static RegoObject Merge(RegoObject request, RegoObject known)
    {
        var merged = new RegoObjectBuilder(request.Count + known.Count);
        foreach (var (key, value) in known)
        {
            merged.TryAdd(key, value);
        }

        foreach (var (key, value) in request)
        {
            merged.TryAdd(key, value);
        }

        return merged.Build();
    }

    private static RegoObject BuildContext(Call call, RegoString phase)
    {
        var context = new RegoObjectBuilder(5);
        context.TryAdd(Channel, RegoString.From(call.Arrival.Door));
        context.TryAdd(DecisionId, RegoString.From(call.Arrival.DecisionId));
        context.TryAdd(Phase, phase);
        context.TryAdd(RemoteIp, RegoString.From(call.Arrival.RemoteIp));
        context.TryAdd(Time, RegoString.From(call.Arrival.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'")));
        return context.Build();
    }
}
