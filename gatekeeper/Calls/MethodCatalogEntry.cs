using Deploy.Grants;
using Gatekeeper.Forwarding;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Calls;

/// <summary>One method that has a door: what it is called in policy, how it is reached, and which messages it speaks.</summary>
internal sealed class MethodCatalogEntry
{
    private readonly FieldDescriptor _application;
    private readonly FieldDescriptor _environment;

    /// <summary>Takes everything but <paramref name="action"/> and <paramref name="route"/> from the descriptor.</summary>
    /// <exception cref="InvalidOperationException">The request does not name its application and environment.</exception>
    public MethodCatalogEntry(MethodDescriptor descriptor, string action, RestRoute route)
    {
        Descriptor = descriptor;
        Action = action;
        Route = route;
        IsChanging = GrantFormat.IsChanging(action);
        GrpcPath = $"/{descriptor.Service.FullName}/{descriptor.Name}";
        DestinationUri = new Uri(DeployerConnection.Address + GrpcPath);
        _application = RequiredField(descriptor.InputType, "application");
        _environment = RequiredField(descriptor.InputType, "environment");
    }

    /// <value>The method as the contract declares it.</value>
    public MethodDescriptor Descriptor { get; }

    /// <value>The action in policy, for example <c>deploy</c>.</value>
    public string Action { get; }

    /// <value>Whether the call changes something: its record must be durable, and its grant signed, before it is forwarded.</value>
    public bool IsChanging { get; }

    /// <value>The only path under which gRPC reaches the method, here and at the deployer.</value>
    public string GrpcPath { get; }

    /// <value>Where the method's calls are forwarded to.</value>
    public Uri DestinationUri { get; }

    /// <value>How REST reaches the method.</value>
    public RestRoute Route { get; }

    /// <value>Whether the method answers with a stream.</value>
    public bool IsServerStreaming => Descriptor.IsServerStreaming;

    /// <summary>Reads the request's <c>application</c>.</summary>
    public string ApplicationOf(IMessage request) => (string)_application.Accessor.GetValue(request);

    /// <summary>Reads the request's <c>environment</c>.</summary>
    public string EnvironmentOf(IMessage request) => (string)_environment.Accessor.GetValue(request);

    private static FieldDescriptor RequiredField(MessageDescriptor message, string name) =>
        message.FindFieldByName(name) is { FieldType: FieldType.String } field
            ? field
            : throw new InvalidOperationException($"{message.FullName} has no string field '{name}': it could not be decided by itself.");
}
