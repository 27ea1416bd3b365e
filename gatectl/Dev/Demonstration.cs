using System.Text.Json.Nodes;
using Deploy.V1;
using Gatectl.Audit;
using Gatectl.CommandLine;
using Gatectl.Deployments;
using Gatectl.Gates;
using Grpc.Core;

namespace Gatectl.Dev;

/// <summary>
/// Shows the idea at work on a running local gate: what is allowed lands in its environment, what is not is refused with reasons,
/// and the audit logs prove it.
/// </summary>
internal sealed class Demonstration(CommandOutput output, DevPaths paths, LocalGate gate, TimeProvider time)
{
    private const string Reason = "shown by gatectl dev";
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(60);
    private static readonly string Version = SampleApplication.Versions[0];

    private readonly List<DemonstrationStep> _steps = [];

    /// <returns>Whether everything came out as it should.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await AllowedAsync(DemoCaller.ShopCi, "test", cancellationToken);
        await RefusedAsync(DemoCaller.ShopCi, "production", cancellationToken);
        await AllowedAsync(DemoCaller.Alice, "production", cancellationToken);
        await RefusedAsync(DemoCaller.Nobody, "test", cancellationToken);
        Audited();
        return _steps.TrueForAll(step => step.Succeeded);
    }

    public JsonArray Document() => [.. _steps.Select(step => (JsonNode)step.Document())];

    private async Task AllowedAsync(DemoCaller caller, string environment, CancellationToken cancellationToken)
    {
        var name = Announce(caller, environment);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StepTimeout);
        using var connection = Connect(caller);
        try
        {
            var accepted = await connection.AskAsync(options => connection.Service.CreateDeploymentAsync(Request(environment), options), deadline.Token);
            var watch = new WatchDeploymentRequest { Application = accepted.Application, Environment = environment, DeploymentId = accepted.DeploymentId };
            var ended = await new DeploymentProgress(output, time)
                .FollowAsync(new DeploymentWatcher(connection, time, isAccepted: true), watch, asDocuments: false, deadline.Token);
            Landed(name, environment, ended);
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Unexpected(name, GateErrors.ToFailure(exception));
        }
    }

    private void Landed(string name, string environment, Deployment ended)
    {
        var directory = Path.Combine(paths.Target(environment), "current");
        var expected = SampleApplication.Files(ended.Version);
        var succeeded = ended.State == Deployment.Types.State.Succeeded && Holds(directory, expected);
        output.Line(succeeded
            ? $"   landed in {directory}: {string.Join(", ", expected.Keys)}"
            : $"   UNEXPECTED: {DeploymentStates.Name(ended.State)} {TerminalText.Escape(ended.Error)}; see {directory} and {paths.Logs}");
        _steps.Add(new DemonstrationStep(name, succeeded, new JsonObject { ["deployment"] = MessageJson.From(ended), ["directory"] = directory }));
    }

    private async Task RefusedAsync(DemoCaller caller, string environment, CancellationToken cancellationToken)
    {
        var name = Announce(caller, environment);
        using var connection = Connect(caller);
        try
        {
            var accepted = await connection.AskAsync(options => connection.Service.CreateDeploymentAsync(Request(environment), options), cancellationToken);
            output.Line($"   UNEXPECTED: it was allowed, as {TerminalText.Escape(accepted.DeploymentId)}");
            _steps.Add(new DemonstrationStep(name, false, new JsonObject { ["deployment"] = MessageJson.From(accepted) }));
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.PermissionDenied)
        {
            var refusal = GateErrors.ToFailure(exception);
            output.Line($"   refused: {TerminalText.Escape(refusal.Message)}");
            foreach (var reason in refusal.Details)
            {
                output.Line($"     - {TerminalText.Escape(reason)}");
            }

            output.Line($"     decision id {TerminalText.Escape(refusal.DecisionId)}");
            var asExpected = refusal.Details.Count > 0 && refusal.DecisionId is not null;
            _steps.Add(new DemonstrationStep(name, asExpected, CommandOutput.FailureDocument(refusal)));
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Unexpected(name, GateErrors.ToFailure(exception));
        }
    }

    private void Audited()
    {
        var name = "the audit logs are checked";
        output.Line($"{_steps.Count + 1}. {name}");
        var report = AuditVerification.Verify([AuditLogLocation.InState(paths.Gatekeeper), AuditLogLocation.InState(paths.Deployer)]);
        foreach (var line in report.Lines())
        {
            output.Line($"   {TerminalText.Escape(line)}");
        }

        _steps.Add(new DemonstrationStep(name, report.IsGood, report.Document()));
    }

    private void Unexpected(string name, CommandFailure failure)
    {
        output.Line($"   UNEXPECTED: {TerminalText.Escape(failure.Message)}");
        foreach (var detail in failure.Details)
        {
            output.Line($"     - {TerminalText.Escape(detail)}");
        }

        _steps.Add(new DemonstrationStep(name, false, CommandOutput.FailureDocument(failure)));
    }

    private string Announce(DemoCaller caller, string environment)
    {
        var name = $"{caller.Name} ({caller.Issuer.CallerKind}) asks to deploy {SampleApplication.Name} {Version} to {environment}";
        output.Line($"{_steps.Count + 1}. {name}");
        return name;
    }

    private GateConnection Connect(DemoCaller caller) =>
        GateConnection.Open(new GateAddress(new Uri(gate.Url), gate.Ca, gate.Tokens[caller.Name], TokenCommand: null), time);

    private static CreateDeploymentRequest Request(string environment) => new()
    {
        Application = SampleApplication.Name,
        Environment = environment,
        Version = Version,
        Reason = Reason,
        RequestId = Guid.NewGuid().ToString(),
    };

    private static bool Holds(string directory, SortedDictionary<string, string> expected) =>
        Directory.Exists(directory)
        && Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Count() == expected.Count
        && expected.All(file => File.Exists(Path.Combine(directory, file.Key)) && File.ReadAllText(Path.Combine(directory, file.Key)) == file.Value);
}
