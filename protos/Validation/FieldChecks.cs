using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Gateway.Contract.Validation;

/// <summary>Collects violations; allocates only where there is one.</summary>
internal struct FieldChecks
{
    internal const string NameRule = "must match [a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private List<FieldViolation>? _violations;

    internal readonly IReadOnlyList<FieldViolation> Violations => _violations ?? (IReadOnlyList<FieldViolation>)[];

    internal void That(bool isValid, string field, string description)
    {
        if (!isValid)
        {
            (_violations ??= []).Add(new FieldViolation(field, description));
        }
    }

    internal void Name(string field, string value, bool allowWildcard = false) =>
        That(
            FieldRules.IsName(value) || (allowWildcard && value == FieldRules.Wildcard),
            field,
            allowWildcard ? NameRule + ", or be '-' for all" : NameRule);

    internal void Place(string application, string environment)
    {
        Name("application", application);
        Name("environment", environment);
    }

    internal void PlaceOrAll(string application, string environment)
    {
        Name("application", application, allowWildcard: true);
        Name("environment", environment, allowWildcard: true);
    }

    internal void Time(string field, Timestamp? value) =>
        That(value is null || FieldRules.IsTime(value), field, "must be a time of the years 1970 to 9999");

    internal void Deployment(string application, string environment, string deploymentId)
    {
        Place(application, environment);
        That(FieldRules.IsDeploymentId(deploymentId), "deployment_id", NameRule);
    }

    internal void Page(int size, string token)
    {
        That(size is >= 0 and <= RequestValidator.MaxPageSize, "page_size", "must be 0 to 1000");
        That(FieldRules.IsPageToken(token), "page_token", "must be the next_page_token of an earlier answer");
    }

    internal void Exception(string value) =>
        That(value.Length == 0 || FieldRules.IsName(value), "exception", NameRule + ", or be empty");

    internal void RequestId(string value) =>
        That(value.Length == 0 || FieldRules.IsUuid(value), "request_id", "must be a UUID: 32 hexadecimal digits with hyphens");

    internal void Text(string field, string value) =>
        That(
            FieldRules.IsText(value, RequestValidator.MaxTextBytes),
            field,
            "must have at most 1024 bytes and no control characters but tab and line feed");

    internal void Annotations(MapField<string, string> annotations)
    {
        That(annotations.Count <= RequestValidator.MaxAnnotations, "annotations", "must have at most 32 entries");
        if (annotations.Count is 0 or > RequestValidator.MaxAnnotations)
        {
            return;
        }

        foreach (var (key, value) in annotations)
        {
            if (!FieldRules.IsAnnotationKey(key))
            {
                // The key itself is not shown: it may hold anything.
                That(false, "annotations", "keys must have 1 to 63 letters, digits or '._/-', and begin and end with a letter or digit");
                continue;
            }

            That(
                FieldRules.IsText(value, RequestValidator.MaxAnnotationBytes),
                $"annotations[{key}]",
                "must have at most 256 bytes and no control characters but tab and line feed");
        }
    }
}
