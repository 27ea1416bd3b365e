using System.Collections.Frozen;
using Deploy.V1;
using Gateway.Contract.Methods;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Deployer.Grants;

/// <summary>All methods that can be called, by their paths.</summary>
internal sealed class MethodCatalog
{
    private readonly FrozenDictionary<string, ContractMethod> _methods = new ServiceDescriptor[] { DeployService.Descriptor, WorkerService.Descriptor }
        .SelectMany(service => service.Methods)
        .Select(method => new ContractMethod(method))
        .ToFrozenDictionary(method => method.GrpcPath, StringComparer.Ordinal);

    /// <summary>The method with exactly this path, or null.</summary>
    public ContractMethod? Find(string path) => _methods.GetValueOrDefault(path);
}
