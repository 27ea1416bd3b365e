using Deploy.V1;
using Gateway.Contract.Validation;
using Google.Protobuf;
using Rego.Values;

namespace Gatekeeper.Policy;

/// <summary>
/// Builds <c>input.request</c>: the fields of the message under their names in the contract, without <c>application</c> and
/// <c>environment</c>. A field that is not set is not there, so that a policy sees it as undefined; a
/// UUID is there in lower case, since two that differ in case only are the same.
/// </summary>
internal static class PolicyRequestBuilder
{
    /// <summary>Builds the request's document.</summary>
    /// <exception cref="ArgumentException">The message belongs to no method that has a door.</exception>
    public static RegoObject Build(IMessage message) => message switch
    {
        GetDeploymentRequest m => Of(("deployment_id", m.DeploymentId)),
        WatchDeploymentRequest m => Of(("deployment_id", m.DeploymentId)),
        ListDeploymentsRequest m => OfList(m),
        CreateDeploymentRequest m => OfCreate(m),
        CancelDeploymentRequest m => OfCancel(m),
        ApproveDeploymentRequest m => Of(("comment", m.Comment), ("deployment_id", m.DeploymentId), ("exception", m.Exception), ("review_digest", m.ReviewDigest)),
        WithdrawApprovalRequest m => Of(("comment", m.Comment), ("deployment_id", m.DeploymentId)),
        GetEnvironmentRequest => RegoObject.Empty,
        HoldEnvironmentRequest m => Of(("reason", m.Reason)),
        ReleaseHoldRequest m => Of(("reason", m.Reason)),
        RejectDeploymentRequest m => Of(("comment", m.Comment), ("deployment_id", m.DeploymentId)),
        RollBackDeploymentRequest m => Of(("deployment_id", m.DeploymentId), ("exception", m.Exception), ("reason", m.Reason), ("request_id", FieldRules.FoldUuid(m.RequestId))),
        GetStatusRequest => RegoObject.Empty,
        GetRevisionRequest m => OfRevision(m),
        _ => throw new ArgumentException($"{message.Descriptor.FullName} has no form in policy.", nameof(message)),
    };

    private static RegoObject OfCreate(CreateDeploymentRequest m)
    {
        var builder = new RegoObjectBuilder(6);
        if (m.Annotations.Count > 0)
        {
            builder.TryAdd(Name("annotations"), RegoObject.From(m.Annotations.Select(a => KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From(a.Key), RegoString.From(a.Value)))));
        }

        AddText(builder, "digest", m.Digest);
        AddText(builder, "exception", m.Exception);
        AddText(builder, "reason", m.Reason);
        AddText(builder, "request_id", FieldRules.FoldUuid(m.RequestId));
        AddText(builder, "version", m.Version);
        return builder.Build();
    }

    private static RegoObject OfCancel(CancelDeploymentRequest m)
    {
        var builder = new RegoObjectBuilder(3);
        if (m.Abort)
        {
            builder.TryAdd(Name("abort"), RegoBoolean.True);
        }

        AddText(builder, "comment", m.Comment);
        AddText(builder, "deployment_id", m.DeploymentId);
        return builder.Build();
    }

    private static RegoObject OfList(ListDeploymentsRequest m)
    {
        var builder = new RegoObjectBuilder(3);
        if (m.PageSize != 0)
        {
            builder.TryAdd(Name("page_size"), RegoNumber.From(m.PageSize));
        }

        AddText(builder, "page_token", m.PageToken);
        if (m.State != Deployment.Types.State.Unspecified)
        {
            builder.TryAdd(Name("state"), RegoString.From(StateName(m.State)));
        }

        return builder.Build();
    }

    private static RegoObject OfRevision(GetRevisionRequest m)
    {
        var builder = new RegoObjectBuilder(3);
        if (m.Offset != 0)
        {
            builder.TryAdd(Name("offset"), RegoNumber.From(m.Offset));
        }

        AddText(builder, "path", m.Path);
        AddText(builder, "revision", m.Revision);
        return builder.Build();
    }

    private static RegoObject Of(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var builder = new RegoObjectBuilder(fields.Length);
        foreach (var (name, value) in fields)
        {
            AddText(builder, name, value);
        }

        return builder.Build();
    }

    private static void AddText(RegoObjectBuilder builder, string name, string value)
    {
        if (value.Length > 0)
        {
            builder.TryAdd(Name(name), RegoString.From(value));
        }
    }

    private static RegoString Name(string name) => RegoString.From(name);

    private static string StateName(Deployment.Types.State state) =>
        Deployment.Descriptor.EnumTypes[0].FindValueByNumber((int)state)?.Name ?? ((int)state).ToString();
}
