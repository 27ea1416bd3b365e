using Deploy.V1;
using Gateway.Contract.Grants;

namespace Gatekeeper.Seam;

/// <summary>What the steps of the pipeline know about one call, each step adding its own. The typed feature of every request.</summary>
internal sealed class CallContext
{
    /// <summary>The door of a REST call.</summary>
    public const string Rest = "rest";

    /// <summary>The door of a gRPC call.</summary>
    public const string Grpc = "grpc";

    /// <value>How and when the call came.</value>
    public required Arrival Arrival { get; set; }

    /// <value>Which method was called; <c>null</c> until it is known.</value>
    public MethodCatalogEntry? Method { get; set; }

    /// <value>Whether the gatekeeper answers the path itself.</value>
    public LocalEndpoint Local { get; set; }

    /// <value>The values of the path's variables, in the order of the template; REST only.</value>
    public string[] PathValues { get; set; } = [];

    /// <value>The query without its question mark; REST only.</value>
    public string Query { get; set; } = "";

    /// <value>Who calls; <c>null</c> until proven.</value>
    public Caller? Caller { get; set; }

    /// <value>What is wrong with the caller's token, for the operator; <c>null</c> where nothing is.</value>
    public TokenRefusal? RefusedToken { get; set; }

    /// <value>The call; <c>null</c> until read and validated.</value>
    public Call? Call { get; set; }

    /// <value>The decision; <c>null</c> until made and recorded.</value>
    public Decision? Decision { get; set; }

    /// <value>What goes to the deployer beside the grant; <c>null</c> where the method has none, and until decided.</value>
    public CallerDocument? CallerDocument { get; set; }

    /// <value>The grant; <c>null</c> unless allowed and forwarded.</value>
    public string? Grant { get; set; }

    /// <value>When the call's head arrived, by the clock that nobody sets: a timestamp of <see cref="TimeProvider"/>.</value>
    public long StartedAt { get; init; }

    /// <value>How much time the caller gives the call, from its arrival on; <c>null</c> where it set none.</value>
    public TimeSpan? Timeout { get; set; }

    /// <value>What the deployer is given of it, bounded; <c>null</c> where no bound was set.</value>
    public TimeSpan? TimeAtDeployer { get; set; }

    /// <summary>What is left of the caller's time; <c>null</c> where it set none.</summary>
    /// <exception cref="CallException">Nothing is: whatever is not done yet is not done.</exception>
    public TimeSpan? TimeLeft(TimeProvider time)
    {
        if (Timeout - time.GetElapsedTime(StartedAt) is not { } left)
        {
            return null;
        }

        return left > TimeSpan.Zero ? left : throw new CallException(ErrorReason.DeadlineExceeded, "The call's time was over before it was carried out. Nothing was done.");
    }

    /// <summary>The request's context.</summary>
    /// <exception cref="InvalidOperationException">The pipeline's first step has not run.</exception>
    public static CallContext Of(HttpContext http) =>
        http.Features.Get<CallContext>() ?? throw new InvalidOperationException("The request has not passed the edge.");
}
