namespace Rego.Values;

/// <summary>Bounds for JSON that comes from outside.</summary>
/// <param name="MaxBytes">The longest text, in bytes.</param>
/// <param name="MaxDepth">The deepest nesting of arrays and objects.</param>
/// <param name="AllowDuplicateNames">Whether the last of two members with one name counts; otherwise such an object is refused.</param>
public sealed record RegoJsonLimits(int MaxBytes, int MaxDepth, bool AllowDuplicateNames = false)
{
    /// <summary>16 MiB, 256 levels, no duplicates.</summary>
    public static RegoJsonLimits Default { get; } = new(16 * 1024 * 1024, 256);

    /// <summary>For documents of the policy's owners: 512 MiB, 512 levels, the last duplicate counts as in OPA.</summary>
    public static RegoJsonLimits Data { get; } = new(512 * 1024 * 1024, 512, AllowDuplicateNames: true);
}
