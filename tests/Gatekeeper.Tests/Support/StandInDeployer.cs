using System.Buffers.Binary;
using System.Collections.Concurrent;
using Deploy.V1;
using Gatekeeper.Calls;
using Gateway.Hosting.Rpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Status = Google.Rpc.Status;

namespace Gatekeeper.Tests.Support;

/// <summary>Speaks the deployer's side of the wire on a Unix socket and records all that arrives, byte for byte.</summary>
internal sealed class StandInDeployer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInDeployer(string socket)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public static readonly Deployment Sample = new()
    {
        DeploymentId = "d-1",
        Application = "shop",
        Environment = "test",
        Version = "1.0.0",
        State = Deployment.Types.State.Queued,
        CreateTime = new Timestamp { Seconds = 1_700_000_000 },
    };

    /// <summary>All calls of DeployService.</summary>
    public ConcurrentQueue<RecordedCall> Calls { get; } = new();

    /// <summary>How often a session key was installed.</summary>
    public int KeyInstallations => _keyInstallations;

    /// <summary>Answers a call of DeployService.</summary>
    public Func<RecordedCall, HttpContext, Task> Answer { get; set; } = (_, http) => WriteAsync(http, Sample);

    /// <summary>All calls of GetWorkerStatus.</summary>
    public ConcurrentQueue<RecordedCall> StatusCalls { get; } = new();

    /// <summary>Answers a call of GetWorkerStatus.</summary>
    public Func<RecordedCall, HttpContext, Task> AnswerStatus { get; set; } = (_, http) => WriteAsync(http, new GetWorkerStatusResponse { Policy = Revision });

    /// <summary>Answers the calls of the decision at execution.</summary>
    public Func<RecordedCall, HttpContext, Task> AnswerExecution { get; set; } = (_, http) => RefuseAsync(http, Grpc.Core.StatusCode.Unimplemented, ErrorReason.UnknownMethod);

    public static ProgramRevision Revision => new() { Revision = StandInRevisions.Taken, ActivateTime = new Timestamp { Seconds = 1_700_000_000 } };

    private int _keyInstallations;

    public static async Task<StandInDeployer> StartAsync(string socket)
    {
        var deployer = new StandInDeployer(socket);
        await deployer._app.StartAsync();
        return deployer;
    }

    public static async Task WriteAsync(HttpContext http, params IMessage[] messages)
    {
        foreach (var message in messages)
        {
            await WriteMessageAsync(http, message);
        }

        http.Response.AppendTrailer("grpc-status", "0");
    }

    public static async Task WriteMessageAsync(HttpContext http, IMessage message)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "application/grpc";
        }

        var bytes = message.ToByteArray();
        var frame = new byte[5 + bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)bytes.Length);
        bytes.CopyTo(frame, 5);
        await http.Response.Body.WriteAsync(frame);
        await http.Response.Body.FlushAsync();
    }

    /// <summary>Refuses with a status in the headers.</summary>
    public static Task RefuseAsync(HttpContext http, Grpc.Core.StatusCode code, ErrorReason reason, string message = "Refused.")
    {
        var name = ErrorReasons.NameOf(reason);
        var status = new Status { Code = (int)code, Message = message, Details = { Any.Pack(new ErrorInfo { Domain = "gatekeeper", Reason = name }) } };
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = ((int)code).ToString();
        http.Response.Headers["grpc-message"] = message;
        http.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        var call = await RecordedCall.ReadAsync(http);
        if (call.Target == "/deploy.v1.WorkerService/InstallSessionKey")
        {
            Interlocked.Increment(ref _keyInstallations);
            await WriteAsync(http, new InstallSessionKeyResponse());
            return;
        }

        if (call.Target == "/deploy.v1.WorkerService/GetWorkerStatus")
        {
            StatusCalls.Enqueue(call);
            await AnswerStatus(call, http);
            return;
        }

        if (call.Target.StartsWith("/deploy.v1.WorkerService/", StringComparison.Ordinal))
        {
            await AnswerExecution(call, http);
            return;
        }

        Calls.Enqueue(call);
        await Answer(call, http);
    }
}
