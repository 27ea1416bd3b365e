using System.Runtime.CompilerServices;
using System.Text;
using Deploy.V1;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Gatekeeper.Audit;

/// <summary>
/// Writes records in the field names of OPA's decision log, with ours beside them. The order of the members is fixed, strings have one
/// spelling, and there is no white space: the same record always has the same bytes. Thread-safe.
/// </summary>
internal sealed class RecordEncoder(string labelsJson)
{
    private const int MaxVisiblePairs = 500;
    private const int MaxPathLength = 256;
    private const int MaxNameLength = 256;

    private static readonly RegoString ObligationsKey = RegoString.From("obligations");
    private static readonly RegoString VisibleKey = RegoString.From("visible");
    private static readonly RegoString CallerKey = RegoString.From("caller");
    private static readonly string[] ReasonNames = BuildReasonNames();

    private readonly byte[] _labels = Encoding.ASCII.GetBytes(",\"labels\":" + labelsJson + "}");
    private readonly ConditionalWeakTable<Caller, byte[]> _callers = [];
    private Tuple<string, byte[]> _bundles = Tuple.Create("", Array.Empty<byte>());

    /// <summary>The stable name of a reason, as in the contract.</summary>
    public static string ReasonName(ErrorReason reason) =>
        (uint)reason < (uint)ReasonNames.Length && ReasonNames[(int)reason] is { } name ? name : ((int)reason).ToString();

    /// <summary>Writes a record of a decision or a refusal.</summary>
    /// <exception cref="AuditUnavailableException">It would be too long.</exception>
    public RecordBuffer Encode(DecisionRecord record)
    {
        var buffer = new RecordBuffer();
        try
        {
            WriteCommon(buffer, record);
            if (record.Decision is { } decision)
            {
                WriteDecision(buffer, record, decision);
            }

            if (record.Execution is { } execution)
            {
                buffer.Raw(",\"execution\":"u8);
                RegoRecord.Write(buffer, execution);
            }

            buffer.Raw(_labels);
            buffer.Complete();
            return buffer;
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }

    private static void WriteCommon(RecordBuffer buffer, DecisionRecord record)
    {
        var isDecision = record.Decision is not null;
        buffer.Raw(isDecision ? "\"kind\":\"decision\",\"decision_id\":"u8 : "\"kind\":\"refusal\",\"decision_id\":"u8).Text(record.Arrival.DecisionId)
            .Raw(",\"timestamp\":"u8).Time(record.Arrival.Time)
            .Raw(isDecision ? ",\"path\":\"gatekeeper/decision\",\"requested_by\":"u8 : ",\"requested_by\":"u8).Text(record.Arrival.RemoteIp)
            .Raw(",\"door\":"u8).Text(record.Arrival.Door)
            .Raw(",\"method\":"u8).Text(BoundedText.Cut(SecretNames.MaskWithin(record.Path), MaxPathLength))
            .Raw(record.Decision?.IsAllowed == true ? ",\"allowed\":true"u8 : ",\"allowed\":false"u8);
        if (record.Decision?.IsAllowed != true)
        {
            buffer.Raw(",\"reason\":"u8).Text(ReasonName(record.Reason));
        }

        if (record.Detail is { } detail)
        {
            buffer.Raw(",\"detail\":"u8).Text(BoundedText.Cut(SecretNames.MaskWithin(detail), DecisionRecord.MaxDetailLength));
        }

        if (!isDecision && record.Caller is { } caller)
        {
            WriteRefusedCaller(buffer, caller);
        }

        if (record.Token is { } token)
        {
            WriteToken(buffer, token);
        }
    }

    // Who it was, as far as that names it: nothing was decided by the rest.
    private static void WriteRefusedCaller(RecordBuffer buffer, Caller caller) => buffer
        .Raw(",\"caller\":{\"kind\":"u8).Text(caller.Kind)
        .Raw(",\"issuer\":"u8).Text(BoundedText.Cut(caller.Issuer, MaxNameLength))
        .Raw(",\"subject\":"u8).Text(BoundedText.Cut(Masked(caller.Subject), MaxNameLength))
        .Raw("}"u8);

    // What a token claims is not proven; the fault and the issuer are ours.
    private static void WriteToken(RecordBuffer buffer, TokenRefusal token)
    {
        buffer.Raw(",\"token\":{\"fault\":"u8).Text(token.Fault.ToString());
        if (token.Issuer is { } issuer)
        {
            buffer.Raw(",\"issuer\":"u8).Text(issuer);
        }

        if (token.KeyId is { } keyId)
        {
            buffer.Raw(",\"kid\":"u8).Text(Masked(keyId));
        }

        for (var i = 0; i < token.Audiences?.Count; i++)
        {
            buffer.Raw(i == 0 ? ",\"aud\":["u8 : ","u8).Text(Masked(token.Audiences[i]));
        }

        buffer.Raw(token.Audiences is { Count: > 0 } ? "]"u8 : ""u8);
        if (token.AuthorizedParty is { } party)
        {
            buffer.Raw(",\"azp\":"u8).Text(Masked(party));
        }

        buffer.Raw("}"u8);
    }

    private static string Masked(string text) => SecretNames.LooksSecret(text) ? SecretNames.Mask : text;

    private void WriteDecision(RecordBuffer buffer, DecisionRecord record, Decision decision)
    {
        if (decision.Client is { } client)
        {
            buffer.Raw(",\"client\":"u8).Text(client);
        }

        UseMarks.Write(buffer, record);
        buffer.Raw(",\"req\":"u8).Text(record.Call!.RequestHash).Raw(",\"input\":"u8);
        WriteInput(buffer, (RegoObject)decision.Input, record.Caller!);
        if (decision.Result.IsDefined)
        {
            buffer.Raw(",\"result\":"u8);
            WriteResult(buffer, record.Call!, decision);
        }

        buffer.Raw(Bundles(decision.PolicyRevision))
            .Raw(",\"metrics\":{\"timer_rego_query_eval_ns\":"u8).Number((long)decision.EvaluationTime.TotalNanoseconds).Raw("}"u8);
    }

    // As the policy gave it, save what it tells of claims: that is bounded and masked by what it is about. A long list of what is visible
    // is named by its digest, as the grant has it: the same revision gives the same list for the same input.
    private static void WriteResult(RecordBuffer buffer, Call call, Decision decision)
    {
        var visible = call.Action == "list" ? CountVisible(decision.Result) : 0;
        if ((decision.DetailsJson is null && visible <= MaxVisiblePairs) || decision.Result is not RegoObject result)
        {
            RegoRecord.Write(buffer, decision.Result);
            return;
        }

        var keys = result.Keys;
        var values = result.Values;
        buffer.Raw("{"u8);
        for (var i = 0; i < keys.Length; i++)
        {
            buffer.Raw(i > 0 ? ","u8 : default);
            if (decision.DetailsJson is { } details && keys[i].Equals(RefusalDetails.Key))
            {
                buffer.Raw("\"details\":"u8).Raw(Encoding.ASCII.GetBytes(details));
            }
            else if (visible > MaxVisiblePairs && keys[i].Equals(ObligationsKey))
            {
                WriteVisible(buffer, visible, decision.Visible?.Sha256);
            }
            else
            {
                RegoRecord.WriteMember(buffer, keys[i], values[i], depth: 0);
            }
        }

        buffer.Raw("}"u8);
    }

    private static int CountVisible(RegoValue result) =>
        result is RegoObject answer && answer[ObligationsKey] is RegoObject obligations
            && obligations[VisibleKey] is IReadOnlyCollection<RegoValue> pairs and (RegoArray or RegoSet) ? pairs.Count : 0;

    private static void WriteVisible(RecordBuffer buffer, int count, string? sha256)
    {
        buffer.Raw("\"obligations\":{\"visible\":{\"count\":"u8).Number(count);
        if (sha256 is not null)
        {
            buffer.Raw(",\"sha256\":"u8).Text(sha256);
        }

        buffer.Raw("}}"u8);
    }

    // The caller is by far the largest part, and the same for every call with one token.
    private void WriteInput(RecordBuffer buffer, RegoObject input, Caller caller)
    {
        buffer.Raw("{"u8);
        var keys = input.Keys;
        var values = input.Values;
        for (var i = 0; i < keys.Length; i++)
        {
            buffer.Raw(i > 0 ? ","u8 : default);
            if (ReferenceEquals(values[i], caller.AsRego) && keys[i].Equals(CallerKey))
            {
                buffer.Raw(_callers.GetValue(caller, CallerRecord.Encode));
            }
            else
            {
                RegoRecord.WriteMember(buffer, keys[i], values[i], depth: 0);
            }
        }

        buffer.Raw("}"u8);
    }

    private byte[] Bundles(string revision)
    {
        var cached = _bundles;
        if (!ReferenceEquals(cached.Item1, revision))
        {
            var buffer = new RecordBuffer().Raw(",\"bundles\":{\"policies\":{\"revision\":"u8).Text(revision).Raw("}}"u8);
            cached = Tuple.Create(revision, buffer.Body.ToArray());
            buffer.Release();
            _bundles = cached;
        }

        return cached.Item2;
    }

    private static string[] BuildReasonNames()
    {
        var values = ErrorsReflection.Descriptor.EnumTypes[0].Values;
        var names = new string[values.Max(value => value.Number) + 1];
        foreach (var value in values)
        {
            names[value.Number] = value.Name;
        }

        return names;
    }
}
