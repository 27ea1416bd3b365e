using Deploy.V1;
using Google.Rpc;
using Grpc.Core;

namespace Deployer.Tests.Support;

/// <summary>Reads the contract's errors.</summary>
internal static class CallErrors
{
    public static ErrorReason ReasonOf(RpcException error)
    {
        var info = error.GetRpcStatus()?.GetDetail<ErrorInfo>() ?? throw new AssertionException($"No details: {error.Status}");
        Assert.That(info.Domain, Is.EqualTo("gatekeeper"));
        return (ErrorReason)ErrorsReflection.Descriptor.EnumTypes[0].FindValueByName(info.Reason).Number;
    }

    public static async Task<ErrorReason> ReasonOfAsync<T>(Func<Task<T>> call) => ReasonOf(await CatchAsync(call));

    public static async Task<RpcException> CatchAsync<T>(Func<Task<T>> call)
    {
        try
        {
            var result = await call();
            throw new AssertionException($"The call succeeded: {result}");
        }
        catch (RpcException e)
        {
            return e;
        }
    }
}
