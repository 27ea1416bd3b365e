using System.Collections.Frozen;
using Deploy.V1;
using Gateway.Contract.Grants;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Deployer.Grants;

/// <summary>All methods that can be called, by their full names. A method of the contract without an action here stops the start.</summary>
internal static class MethodCatalog
{
    private static readonly FrozenDictionary<string, CalledMethod> Methods = new[]
    {
        DeployReflection.Descriptor.FindTypeByName<ServiceDescriptor>("DeployService"),
        WorkerReflection.Descriptor.FindTypeByName<ServiceDescriptor>("WorkerService"),
    }.SelectMany(service => service.Methods)
        .Select(method => new CalledMethod($"/{method.Service.FullName}/{method.Name}", ActionOf(method.Name), method.InputType))
        .ToFrozenDictionary(method => method.FullName, StringComparer.Ordinal);

    /// <summary>The method with exactly this name, or null.</summary>
    public static CalledMethod? Find(string fullName) => Methods.GetValueOrDefault(fullName);

    private static string ActionOf(string method) => method switch
    {
        "CreateDeployment" => "deploy",
        "GetDeployment" => "get",
        "ListDeployments" => "list",
        "WatchDeployment" => "watch",
        "CancelDeployment" => "cancel",
        "ApproveDeployment" => "approve",
        "RejectDeployment" => "reject",
        "RollBackDeployment" => "rollback",
        "InstallSessionKey" => GrantFormat.InstallSessionKeyAction,
        "GetWorkerRevision" => GrantFormat.WorkerStatusAction,
        "GetWorkerStatus" => GrantFormat.WorkerStatusAction,
        _ => throw new InvalidOperationException($"The method {method} has no action."),
    };
}
