using System.Text.Json.Serialization;

namespace Gateway.Hosting.Revisions.Archive;

/// <summary>How lists of files, and the revision that was in use last, are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ArchivedRevision))]
[JsonSerializable(typeof(Activation))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
