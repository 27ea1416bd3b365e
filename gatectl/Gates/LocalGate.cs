using System.Text.Json;
using System.Text.Json.Serialization;
using Gatectl.CommandLine;
using Gateway.Hosting.Text;

namespace Gatectl.Gates;

/// <summary>A gate on this machine, as <c>gatectl dev</c> describes it in <c>dev.json</c>. All paths are absolute.</summary>
internal sealed record LocalGate
{
    public const string FileName = "dev.json";

    private const int MaxFileBytes = 1024 * 1024;

    /// <value>For example <c>https://127.0.0.1:8443</c>.</value>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <value>The certificate of the local authority (PEM).</value>
    [JsonPropertyName("ca")]
    public required string Ca { get; init; }

    /// <value>Caller to token file.</value>
    [JsonPropertyName("tokens")]
    public required IReadOnlyDictionary<string, string> Tokens { get; init; }

    /// <value>The deployer's Unix socket.</value>
    [JsonPropertyName("socket")]
    public required string Socket { get; init; }

    /// <value>Environment to the directory that the sample application is deployed to.</value>
    [JsonPropertyName("targets")]
    public required IReadOnlyDictionary<string, string> Targets { get; init; }

    /// <value>Where the policies that this gate decides with are.</value>
    [JsonPropertyName("policies")]
    public string? Policies { get; init; }

    /// <value>Where the gatekeeper's audit log is.</value>
    [JsonPropertyName("audit")]
    public string? Audit { get; init; }

    /// <value>Where the deployer's audit log is.</value>
    [JsonPropertyName("deployer_audit")]
    public string? DeployerAudit { get; init; }

    public static string FileIn(string stateDirectory) => Path.Combine(stateDirectory, FileName);

    /// <exception cref="CommandFailure">There is no such gate, or its description cannot be used.</exception>
    public static LocalGate Read(string stateDirectory)
    {
        var file = FileIn(stateDirectory);
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MaxFileBytes)
            {
                throw CommandFailure.Usage($"{file} is larger than a gate's description can be.");
            }

            return JsonSerializer.Deserialize<LocalGate>(stream) ?? throw CommandFailure.Usage($"{file} describes no gate.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandFailure.Usage(
                $"there is no local gate in {stateDirectory}: start one with 'gatectl dev', name its state with --state, or name another gate with --url.");
        }
        catch (JsonException exception)
        {
            throw CommandFailure.Usage($"{file} is not a gate's description: {JsonFault.Describe(exception)}");
        }
    }
}
