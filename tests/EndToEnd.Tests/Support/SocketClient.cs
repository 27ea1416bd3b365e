using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Deploy.V1;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace EndToEnd.Tests.Support;

/// <summary>Someone who got as far as the deployer's socket, with or without the gatekeeper's signing key.</summary>
internal sealed class SocketClient : IDisposable
{
    private static readonly CallerDocument Caller = CallerDocument.TryCreate("""{"kind":"code","subject":"shop-ci"}""", "grpc", "192.0.2.1")!;

    private readonly GrpcChannel _channel;

    public SocketClient(string socket)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            },
        };
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    /// <summary>Asks for a deployment with the grants as they stand.</summary>
    /// <returns>The reason of the refusal; empty where it was accepted.</returns>
    public Task<string> DeployAsync(CreateDeploymentRequest request, params string[] grants) =>
        CallAsync(Caller, grants, (service, metadata) => service.CreateDeploymentAsync(request, metadata).ResponseAsync);

    /// <summary>Brings an approval a second time, exactly as it came.</summary>
    /// <returns>The reason of the refusal; empty where it was accepted.</returns>
    public Task<string> ApproveAsync(KeptGrant kept) =>
        CallAsync(kept.Caller, [kept.Grant], (service, metadata) => service.ApproveDeploymentAsync(ApproveDeploymentRequest.Parser.ParseFrom(kept.Message), metadata).ResponseAsync);

    private async Task<string> CallAsync(CallerDocument caller, string[] grants, Func<DeployService.DeployServiceClient, Metadata, Task> call)
    {
        var metadata = new Metadata { { CallerDocument.MetadataKey, caller.Encode() } };
        foreach (var grant in grants)
        {
            metadata.Add(GrantFormat.MetadataKey, grant);
        }

        try
        {
            await call(new DeployService.DeployServiceClient(_channel), metadata);
            return "";
        }
        catch (RpcException exception)
        {
            return exception.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? exception.Status.ToString();
        }
    }

    /// <summary>A grant for a request as the gatekeeper would give it.</summary>
    public static GrantClaims ClaimsFor(CreateDeploymentRequest request)
    {
        var revision = JsonNode.Parse(File.ReadAllText(Path.Combine(Gate.Dev.State, "gatekeeper", "revision.json")))!;
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new GrantClaims
        {
            Issuer = "gatekeeper.local/audit",
            Audience = "deployer",
            IssuedAt = now,
            ExpiresAt = now + 20,
            Id = Guid.CreateVersion7().ToString(),
            Client = "shop-ci",
            Action = "deploy",
            Application = request.Application,
            Environment = request.Environment,
            RequestHash = Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray())),
            DecisionId = Guid.CreateVersion7().ToString(),
            PolicyRevision = (string)revision["revision"]!,
            PolicyActivatedAt = ((DateTimeOffset)revision["time"]!).ToUnixTimeSeconds(),
            CallerDocumentHash = Caller.Sha256,
            CallerJson = """{"kind":"code","issuer":"https://ci.gate.localhost","subject":"shop-ci","authenticated_by":"jwt"}""",
        };
    }

    /// <summary>Signs with the gate's own key, or with another.</summary>
    public static string Sign(GrantClaims claims, string? keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (keyFile is not null)
        {
            key.ImportFromPem(File.ReadAllText(keyFile));
        }

        return GrantCodec.Encode(claims, new EcdsaGrantSigner(key));
    }

    public void Dispose() => _channel.Dispose();
}
