using Rego.Tooling.Inspection;
using Rego.Values;

namespace Gatectl.Policies.Inspect;

/// <summary>A summary as the JSON of <c>opa inspect</c>.</summary>
internal static class InspectionJson
{
    internal static RegoObject Of(RegoInspection inspection, bool withAnnotations)
    {
        var members = new RegoObjectBuilder();
        if (inspection.Manifest is { } manifest)
        {
            members[RegoString.From("manifest")] = manifest;
        }

        members[RegoString.From("signatures_config")] = inspection.Signatures;
        if (inspection.Namespaces.Count > 0)
        {
            members[RegoString.From("namespaces")] = RegoObject.From(inspection.Namespaces.Select(entry =>
                KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From(entry.Key), RegoArray.From([.. entry.Value.Select(RegoString.From)]))));
        }

        if (withAnnotations && inspection.Annotations.Count > 0)
        {
            members[RegoString.From("annotations")] = RegoArray.From([.. inspection.Annotations.Select(Of)]);
        }

        members[RegoString.From("capabilities")] = inspection.Capabilities.ToValue();
        return members.Build();
    }

    private static RegoObject Of(RegoAnnotation annotation) => RegoObject.From(
        ("annotations", annotation.Value),
        ("location", RegoObject.From(
            ("file", RegoString.From(annotation.Location.File?.Path ?? string.Empty)),
            ("row", RegoNumber.From(annotation.Location.Row)),
            ("col", RegoNumber.From(annotation.Location.Column)))),
        ("path", annotation.Path.Parts));
}
