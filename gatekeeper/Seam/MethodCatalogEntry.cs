using Gateway.Contract.Grants;
using Gateway.Contract.Validation;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Seam;

/// <summary>One method that has a door: what it is called in policy, how it is reached, and which messages it speaks.</summary>
internal sealed class MethodCatalogEntry
{
    private readonly FieldDescriptor? _application;
    private readonly FieldDescriptor? _environment;

    /// <summary>Takes from the descriptor what is not given.</summary>
    /// <param name="descriptor">The method.</param>
    /// <param name="action">The action in policy.</param>
    /// <param name="route">How REST reaches the method.</param>
    /// <param name="isAnswered">Whether the gatekeeper answers the method itself.</param>
    /// <exception cref="InvalidOperationException">The request does not name its application and environment, though it is forwarded.</exception>
    public MethodCatalogEntry(MethodDescriptor descriptor, string action, RestRoute route, bool isAnswered = false)
    {
        Descriptor = descriptor;
        Action = action;
        Route = route;
        IsAnswered = isAnswered;
        IsChanging = isAnswered ? route.HttpMethod != HttpMethods.Get : GrantFormat.IsChanging(action);
        GrpcPath = $"/{descriptor.Service.FullName}/{descriptor.Name}";
        DestinationUri = isAnswered ? null : new Uri(DeployerAddress.Base + GrpcPath);
        _application = FindField(descriptor.InputType, "application", isRequired: !isAnswered);
        _environment = FindField(descriptor.InputType, "environment", isRequired: !isAnswered);
    }

    /// <value>The method as the contract declares it.</value>
    public MethodDescriptor Descriptor { get; }

    /// <value>The action in policy, for example <c>deploy</c>.</value>
    public string Action { get; }

    /// <value>Whether the call changes something: its record must be durable, and its grant signed, before anything is done.</value>
    public bool IsChanging { get; }

    /// <value>Whether the gatekeeper answers the method itself; else its calls are forwarded under a grant.</value>
    public bool IsAnswered { get; }

    /// <value>The only path under which gRPC reaches the method, here and, where it is forwarded, at the deployer.</value>
    public string GrpcPath { get; }

    /// <value>Where the method's calls are forwarded to; null where they are not.</value>
    public Uri? DestinationUri { get; }

    /// <value>How REST reaches the method.</value>
    public RestRoute Route { get; }

    /// <value>Whether the method answers with a stream.</value>
    public bool IsServerStreaming => Descriptor.IsServerStreaming;

    /// <summary>Reads the request's <c>application</c>; <c>-</c> for a request that touches none.</summary>
    public string ApplicationOf(IMessage request) => TextOf(_application, request);

    /// <summary>Reads the request's <c>environment</c>; <c>-</c> for a request that touches none.</summary>
    public string EnvironmentOf(IMessage request) => TextOf(_environment, request);

    private static string TextOf(FieldDescriptor? field, IMessage request) => (string?)field?.Accessor.GetValue(request) ?? FieldRules.Wildcard;

    private static FieldDescriptor? FindField(MessageDescriptor message, string name, bool isRequired) => message.FindFieldByName(name) switch
    {
        { FieldType: FieldType.String } field => field,
        null when !isRequired => null,
        _ => throw new InvalidOperationException($"{message.FullName} has no string field '{name}': it could not be decided by itself."),
    };
}
