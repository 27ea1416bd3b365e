using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Deployer.Grants;

/// <summary>A method of the deployer, and what a grant must say to call it.</summary>
/// <param name="FullName"><c>/package.Service/Method</c>, the only path that leads to it.</param>
/// <param name="Action">The action in policy.</param>
/// <param name="Request">The request message.</param>
internal sealed record CalledMethod(string FullName, string Action, MessageDescriptor Request)
{
    private const string Anywhere = "-";

    private readonly FieldDescriptor? _application = Request.FindFieldByName("application");
    private readonly FieldDescriptor? _environment = Request.FindFieldByName("environment");

    /// <summary>The application that a request touches; <c>-</c> for a request that names none.</summary>
    public string ApplicationOf(IMessage message) => (string?)_application?.Accessor.GetValue(message) ?? Anywhere;

    /// <summary>The environment that a request touches; <c>-</c> for a request that names none.</summary>
    public string EnvironmentOf(IMessage message) => (string?)_environment?.Accessor.GetValue(message) ?? Anywhere;
}
