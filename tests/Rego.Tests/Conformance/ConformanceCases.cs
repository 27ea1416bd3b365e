using Rego.Tooling.Conformance;

namespace Rego.Tests.Conformance;

/// <summary>The cases of all directories, read once for all tests.</summary>
internal static class ConformanceCases
{
    private static readonly Lazy<IReadOnlyList<ConformanceCase>> Read = new(() =>
        [.. ConformanceDirectories.FindSuite().Prepend(ConformanceDirectories.Recorded).SelectMany(ConformanceSuite.Load).Where(@case => @case.NotRunReason is null)]);

    internal static IReadOnlyList<ConformanceCase> All => Read.Value;
}
