using System.Security.Cryptography.X509Certificates;
using Deploy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Benchmarks.Load;

/// <summary>Calls a target with a real client: status and fields of every answer, and refusals where there should be some.</summary>
internal static class ReplyCheck
{
    private const int Calls = 30;

    private static readonly GetDeploymentRequest Request = new() { Application = "shop", Environment = "test", DeploymentId = StandInWorker.Answer.DeploymentId };

    /// <summary>Checks that the target answers as it should.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static async Task RequireAnswersAsync(Target target, GateFixture fixture)
    {
        using var channel = Open(target.Url, fixture.AuthorityFile);
        var client = new DeployService.DeployServiceClient(channel);
        for (var i = 0; i < Calls; i++)
        {
            var answer = await client.GetDeploymentAsync(Request, new Metadata { { "authorization", $"Bearer {fixture.Token}" } });
            if (!answer.Equals(StandInWorker.Answer))
            {
                throw new InvalidOperationException($"{target.Name} answered {answer}");
            }
        }
    }

    /// <summary>Checks that the target refuses a call without and with a bad token, and one that no policy allows.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static async Task RequireRefusalsAsync(Target target, GateFixture fixture)
    {
        using var channel = Open(target.Url, fixture.AuthorityFile);
        var client = new DeployService.DeployServiceClient(channel);
        await RequireStatusAsync(client, Request, [], StatusCode.Unauthenticated);
        await RequireStatusAsync(client, Request, new Metadata { { "authorization", $"Bearer {fixture.Token}x" } }, StatusCode.Unauthenticated);
        var elsewhere = new GetDeploymentRequest(Request) { Application = "other" };
        await RequireStatusAsync(client, elsewhere, new Metadata { { "authorization", $"Bearer {fixture.Token}" } }, StatusCode.PermissionDenied);
    }

    private static async Task RequireStatusAsync(DeployService.DeployServiceClient client, GetDeploymentRequest request, Metadata metadata, StatusCode expected)
    {
        try
        {
            await client.GetDeploymentAsync(request, metadata);
        }
        catch (RpcException e) when (e.StatusCode == expected)
        {
            return;
        }

        throw new InvalidOperationException($"A call that must end with {expected} did not.");
    }

    private static GrpcChannel Open(string url, string authorityFile)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authorityFile));
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = trust;
        return GrpcChannel.ForAddress(url, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }
}
