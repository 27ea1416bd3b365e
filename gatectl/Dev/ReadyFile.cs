using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatectl.Dev;

/// <summary>What a program writes into its state directory when it serves.</summary>
internal sealed record ReadyFile
{
    public const string FileName = "ready.json";

    [JsonPropertyName("pid")]
    public required int ProcessId { get; init; }

    /// <value>Of the gatekeeper.</value>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <value>Of the deployer.</value>
    [JsonPropertyName("socket")]
    public string? Socket { get; init; }

    /// <summary>The file's content, or <c>null</c> where there is none yet.</summary>
    public static ReadyFile? TryRead(string stateDirectory)
    {
        try
        {
            return JsonSerializer.Deserialize<ReadyFile>(File.ReadAllBytes(Path.Combine(stateDirectory, FileName)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{Path.Combine(stateDirectory, FileName)} is not what a program writes when it is ready.", exception);
        }
    }
}
