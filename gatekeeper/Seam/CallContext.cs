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

    /// <value>The caller's deadline from its arrival on, bounded; <c>null</c> where it set none.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The request's context.</summary>
    /// <exception cref="InvalidOperationException">The pipeline's first step has not run.</exception>
    public static CallContext Of(HttpContext http) =>
        http.Features.Get<CallContext>() ?? throw new InvalidOperationException("The request has not passed the edge.");
}
