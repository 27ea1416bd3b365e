using System.Text.Json;
using System.Text.Json.Serialization;

namespace Deployer.Facts;

/// <summary>
/// The journal's form of a fact. Reading is strict: a fact that is not exactly one of ours is damage, not news. A member that older journals
/// do not have is null after reading, whatever its initializer says (dotnet/runtime#58770), so such a member answers for itself.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(DeploymentFact))]
[JsonSerializable(typeof(HoldRecord))]
[JsonSerializable(typeof(HoldChange))]
internal sealed partial class FactJson : JsonSerializerContext
{
    /// <summary>Writes a fact as JSON.</summary>
    public static string Write(DeploymentFact fact) => JsonSerializer.Serialize(fact, Default.DeploymentFact);

    /// <summary>Writes a hold as JSON.</summary>
    public static string Write(HoldRecord hold) => JsonSerializer.Serialize(hold, Default.HoldRecord);

    /// <summary>Writes what became of a hold as JSON.</summary>
    public static string Write(HoldChange change) => JsonSerializer.Serialize(change, Default.HoldChange);

    /// <summary>Reads what became of a hold.</summary>
    /// <exception cref="JsonException">The text is not that.</exception>
    public static HoldChange ReadHoldChange(string json) => JsonSerializer.Deserialize(json, Default.HoldChange) ?? throw new JsonException("The journal holds null in place of what became of a hold.");

    /// <summary>Reads a hold.</summary>
    /// <exception cref="JsonException">The text is not a hold.</exception>
    public static HoldRecord ReadHold(string json) => JsonSerializer.Deserialize(json, Default.HoldRecord) ?? throw new JsonException("The journal holds null in place of a hold.");

    /// <summary>Reads a fact.</summary>
    /// <exception cref="JsonException">The text is not a fact.</exception>
    public static DeploymentFact Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.DeploymentFact) ?? throw new JsonException("The journal holds null in place of a fact.");
        }
        catch (NotSupportedException e)
        {
            // What the serializer says of an object that does not name its kind.
            throw new JsonException("The journal holds something that is no fact.", e);
        }
    }
}
