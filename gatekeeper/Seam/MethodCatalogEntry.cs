using Gateway.Contract.Grants;
using Gateway.Contract.Methods;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Seam;

/// <summary>One method that has a door: what the contract says of it, and how it is reached.</summary>
internal sealed class MethodCatalogEntry : ContractMethod
{
    /// <summary>Takes from the descriptor what is not given.</summary>
    /// <param name="descriptor">The method.</param>
    /// <param name="route">How REST reaches the method.</param>
    /// <param name="isAnswered">Whether the gatekeeper answers the method itself.</param>
    /// <exception cref="InvalidOperationException">The method has no action, or its request does not name its application and environment, though it is forwarded; or its request has a field of which policies could not see the value.</exception>
    public MethodCatalogEntry(MethodDescriptor descriptor, RestRoute route, bool isAnswered = false)
        : base(descriptor)
    {
        if (!isAnswered && !NamesPlace)
        {
            throw new InvalidOperationException($"{descriptor.InputType.FullName} does not name an application and an environment: it could not be decided by itself.");
        }

        Route = route;
        Form = new RequestForm(descriptor.InputType);
        IsAnswered = isAnswered;
        IsChanging = isAnswered ? route.HttpMethod != HttpMethods.Get : GrantFormat.IsChanging(Action);
        HasCallerDocument = !isAnswered && GrantFormat.HasCallerDocument(Action);
        DestinationUri = isAnswered ? null : new Uri(DeployerAddress.Base + GrpcPath);
    }

    /// <value>Whether the call changes something: its record must be durable, and its grant signed, before anything is done.</value>
    public bool IsChanging { get; }

    /// <value>Whether the grant names a document of what policy saw of the caller, which goes to the deployer beside it.</value>
    public bool HasCallerDocument { get; }

    /// <value>Whether the gatekeeper answers the method itself; else its calls are forwarded under a grant.</value>
    public bool IsAnswered { get; }

    /// <value>Where the method's calls are forwarded to; null where they are not.</value>
    public Uri? DestinationUri { get; }

    /// <value>How policies see the method's requests.</value>
    public RequestForm Form { get; }

    /// <value>How REST reaches the method.</value>
    public RestRoute Route { get; }

    /// <value>Whether the method answers with a stream.</value>
    public bool IsServerStreaming => Descriptor.IsServerStreaming;
}
