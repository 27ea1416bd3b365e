using Deployer.Configuration;

namespace Deployer.Artifacts.Archives;

/// <summary>How much an archive may hold.</summary>
/// <param name="MaxEntries">The most entries.</param>
/// <param name="MaxBytes">The most bytes, unpacked, headers included.</param>
/// <param name="MaxRatio">The most unpacked bytes for each packed one, beyond <see cref="FreeBytes"/>.</param>
/// <param name="AllowsCaseVariants">Whether names may differ by case alone.</param>
internal sealed record ArchiveLimits(int MaxEntries, long MaxBytes, int MaxRatio, bool AllowsCaseVariants = false)
{
    /// <summary>So much may be unpacked whatever the ratio: small files of zeros are no bombs.</summary>
    public const long FreeBytes = 16 << 20;

    /// <summary>The longest path, in bytes.</summary>
    public const int MaxPathBytes = 1024;

    /// <summary>The longest name in a path, in bytes: what Linux file systems take.</summary>
    public const int MaxNameBytes = 255;

    /// <summary>The deepest path.</summary>
    public const int MaxDepth = 32;

    /// <summary>The largest extended header (pax, GNU), in bytes.</summary>
    public const int MaxMetadataBytes = 64 * 1024;

    /// <summary>The configured limits.</summary>
    public static ArchiveLimits From(DeployerOptions options) =>
        new(options.Limits.MaxEntries, options.Limits.MaxUnpackedBytes, options.Limits.MaxCompressionRatio, options.Artifacts.AllowCaseVariants);
}
