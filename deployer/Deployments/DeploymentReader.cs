using Deploy.V1;
using Deployer.Deployments.Journal;
using Deployer.Errors;
using Deployer.Grants;
using Gateway.Contract.Validation;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>The calls that only read.</summary>
internal sealed class DeploymentReader(DeploymentJournal journal)
{
    private const int DefaultPageSize = 50;

    // A page ends early rather than be larger than what a client accepts.
    private const int MaxPageBytes = 2 << 20;

    /// <summary>One deployment.</summary>
    /// <exception cref="RpcException">There is none there.</exception>
    public Deployment Get(ApprovedCall<GetDeploymentRequest> call)
    {
        var request = call.Request;
        try
        {
            return DeploymentMessages.From(Find(request.Application, request.Environment, request.DeploymentId).Snapshot);
        }
        catch (DamagedDeploymentException e)
        {
            return DeploymentMessages.From(e.Damaged);
        }
    }

    /// <summary>A deployment's history, where it is in the place that the call was granted for.</summary>
    /// <exception cref="RpcException">There is none there.</exception>
    /// <exception cref="DamagedDeploymentException">It is there, and damaged.</exception>
    public DeploymentHistory Find(string application, string environment, string id)
    {
        try
        {
            var found = journal.Find(id);
            return found is not null && found.Snapshot.Request.Application == application && found.Snapshot.Request.Environment == environment
                ? found
                : throw NotThere();
        }
        catch (DamagedDeploymentException e) when (e.Damaged.Application != application || e.Damaged.Environment != environment)
        {
            throw NotThere();
        }
    }

    /// <summary>A page of deployments, newest first.</summary>
    /// <exception cref="RpcException">The page token is not one of this list.</exception>
    public ListDeploymentsResponse List(ApprovedCall<ListDeploymentsRequest> call)
    {
        var request = call.Request;
        var filter = new DeploymentFilter(
            request.Application == FieldRules.Wildcard ? null : request.Application,
            request.Environment == FieldRules.Wildcard ? null : request.Environment,
            request.State == State.Unspecified ? null : request.State,
            call.Call.Visible);
        if (!PageToken.TryDecode(request.PageToken, filter, out var before))
        {
            throw DeployerErrors.Invalid([new("page_token", "must be the next_page_token of an earlier answer to the same request")]);
        }

        var size = request.PageSize == 0 ? DefaultPageSize : request.PageSize;
        return ToPage(journal.Page(filter, before, size + 1), size, filter);
    }

    private static RpcException NotThere() => DeployerErrors.Create(StatusCode.NotFound, ErrorReason.NotFound, "There is no such deployment there.");

    private static ListDeploymentsResponse ToPage(List<JournalEntry> rows, int size, DeploymentFilter filter)
    {
        var page = new ListDeploymentsResponse();
        var bytes = 0;
        foreach (var row in rows)
        {
            var message = row.Damage is { } damaged ? DeploymentMessages.From(damaged) : DeploymentMessages.From(row.History.Snapshot);
            bytes += message.CalculateSize();
            if (page.Deployments.Count == size || (bytes > MaxPageBytes && page.Deployments.Count > 0))
            {
                page.NextPageToken = PageToken.Encode(rows[page.Deployments.Count - 1].Seq, filter);
                break;
            }

            page.Deployments.Add(message);
        }

        return page;
    }
}
