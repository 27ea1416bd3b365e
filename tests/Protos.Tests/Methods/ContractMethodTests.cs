using Deploy.V1;
using Gateway.Contract.Methods;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Protos.Tests.Methods;

public sealed class ContractMethodTests
{
    [Test]
    public void Create_MethodsOfTheContract_HaveTheirActions()
    {
        var methods = new[] { DeployService.Descriptor, PolicyService.Descriptor, AuditService.Descriptor, WorkerService.Descriptor }.SelectMany(service => service.Methods);

        Assert.That(methods.Select(method => new ContractMethod(method)).Select(method => (method.GrpcPath, method.Action)), Is.EqualTo(new[]
        {
            ("/deploy.v1.DeployService/CreateDeployment", "deploy"),
            ("/deploy.v1.DeployService/GetDeployment", "get"),
            ("/deploy.v1.DeployService/ListDeployments", "list"),
            ("/deploy.v1.DeployService/WatchDeployment", "watch"),
            ("/deploy.v1.DeployService/CancelDeployment", "cancel"),
            ("/deploy.v1.DeployService/ApproveDeployment", "approve"),
            ("/deploy.v1.DeployService/RejectDeployment", "reject"),
            ("/deploy.v1.DeployService/WithdrawApproval", "withdraw"),
            ("/deploy.v1.DeployService/RollBackDeployment", "rollback"),
            ("/deploy.v1.DeployService/GetEnvironment", "get"),
            ("/deploy.v1.DeployService/HoldEnvironment", "hold"),
            ("/deploy.v1.DeployService/ReleaseHold", "release"),
            ("/deploy.v1.PolicyService/GetStatus", "read_policy"),
            ("/deploy.v1.PolicyService/GetRevision", "read_policy"),
            ("/deploy.v1.AuditService/ListReviews", "read_audit"),
            ("/deploy.v1.AuditService/ReviewDecision", "review"),
            ("/deploy.v1.WorkerService/InstallSessionKey", "install_session_key"),
            ("/deploy.v1.WorkerService/GetWorkerStatus", "worker_status"),
            ("/deploy.v1.WorkerService/GetWorkerRevision", "worker_status"),
            ("/deploy.v1.WorkerService/WatchDecisionRequests", "watch_decision_requests"),
            ("/deploy.v1.WorkerService/ExecuteDeployment", "execute"),
            ("/deploy.v1.WorkerService/RefuseExecution", "refuse_execution"),
        }));
    }

    [Test]
    public void Create_MethodWithoutAction_Throws() =>
        Assert.That(() => new ContractMethod(Described(action: null, FieldDescriptorProto.Types.Type.String)), Throws.InvalidOperationException.With.Message.Contains("has no action"));

    [Test]
    public void Create_ApplicationThatIsNoText_Throws() =>
        Assert.That(() => new ContractMethod(Described("ask", FieldDescriptorProto.Types.Type.Int32)), Throws.InvalidOperationException.With.Message.Contains("'application'"));

    [Test]
    public void ApplicationOf_Request_IsItsFieldOrTheSignForNone()
    {
        var get = new ContractMethod(DeployService.Descriptor.FindMethodByName("GetDeployment"));
        var status = new ContractMethod(PolicyService.Descriptor.FindMethodByName("GetStatus"));
        var request = new GetDeploymentRequest { Application = "shop", Environment = "test" };

        Assert.That((get.NamesPlace, get.ApplicationOf(request), get.EnvironmentOf(request)), Is.EqualTo((true, "shop", "test")));
        Assert.That((status.NamesPlace, status.ApplicationOf(new GetStatusRequest()), status.EnvironmentOf(new GetStatusRequest())), Is.EqualTo((false, "-", "-")));
    }

    private static MethodDescriptor Described(string? action, FieldDescriptorProto.Types.Type type)
    {
        var method = new MethodDescriptorProto { Name = "Ask", InputType = ".x.AskRequest", OutputType = ".x.AskRequest", Options = new MethodOptions() };
        if (action is not null)
        {
            method.Options.SetExtension(OptionsExtensions.Action, action);
        }

        var file = new FileDescriptorProto
        {
            Name = "x.proto",
            Package = "x",
            Syntax = "proto3",
            Dependency = { OptionsReflection.Descriptor.Name },
            MessageType = { new DescriptorProto { Name = "AskRequest", Field = { new FieldDescriptorProto { Name = "application", Number = 1, Type = type, Label = FieldDescriptorProto.Types.Label.Optional } } } },
            Service = { new ServiceDescriptorProto { Name = "Asks", Method = { method } } },
        };
        ByteString[] files = [DescriptorReflection.Descriptor.SerializedData, OptionsReflection.Descriptor.SerializedData, file.ToByteString()];
        return FileDescriptor.BuildFromByteStrings(files, new ExtensionRegistry { OptionsExtensions.Action })[^1].Services[0].Methods[0];
    }
}
