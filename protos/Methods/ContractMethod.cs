using Deploy.V1;
using Gateway.Contract.Validation;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gateway.Contract.Methods;

/// <summary>A method as the contract describes it: what it is called in policies and grants, and what its requests touch.</summary>
public class ContractMethod
{
    private readonly FieldDescriptor? _application;
    private readonly FieldDescriptor? _environment;

    /// <summary>Reads what the contract says of a method.</summary>
    /// <exception cref="InvalidOperationException">The method has no action, so that neither a policy nor a grant could speak of it; or it says in no text what it touches.</exception>
    public ContractMethod(MethodDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        Descriptor = descriptor;
        Action = descriptor.GetOptions()?.GetExtension(OptionsExtensions.Action) is { Length: > 0 } action
            ? action
            : throw new InvalidOperationException($"{descriptor.FullName} has no action: policies could not speak of it.");
        GrpcPath = $"/{descriptor.Service.FullName}/{descriptor.Name}";
        _application = FindField("application");
        _environment = FindField("environment");
    }

    /// <value>The method as the contract declares it.</value>
    public MethodDescriptor Descriptor { get; }

    /// <value>The action in policies and grants, for example <c>deploy</c>.</value>
    public string Action { get; }

    /// <value><c>/package.Service/Method</c>, the only path under which gRPC reaches the method.</value>
    public string GrpcPath { get; }

    /// <value>Whether every request names the application and the environment that it touches.</value>
    public bool NamesPlace => _application is not null && _environment is not null;

    /// <summary>The application that a request touches; <c>-</c> for a request that touches none.</summary>
    public string ApplicationOf(IMessage request) => TextOf(_application, request);

    /// <summary>The environment that a request touches; <c>-</c> for a request that touches none.</summary>
    public string EnvironmentOf(IMessage request) => TextOf(_environment, request);

    private static string TextOf(FieldDescriptor? field, IMessage request) => (string?)field?.Accessor.GetValue(request) ?? FieldRules.Wildcard;

    private FieldDescriptor? FindField(string name) => Descriptor.InputType.FindFieldByName(name) switch
    {
        null => null,
        { FieldType: FieldType.String, IsRepeated: false } field => field,
        _ => throw new InvalidOperationException($"{Descriptor.InputType.FullName} has a field '{name}' that is not one text."),
    };
}
