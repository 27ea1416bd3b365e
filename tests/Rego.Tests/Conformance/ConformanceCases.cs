using Rego.Tooling.Conformance;

namespace Rego.Tests.Conformance;

/// <summary>The cases of all folders, read once for all tests.</summary>
internal static class ConformanceCases
{
    private static readonly Lazy<IReadOnlyList<ConformanceCase>> Read = new(() =>
        [.. ConformanceFolders.FindSuite().Prepend(ConformanceFolders.Recorded).SelectMany(ConformanceSuite.Load).Where(@case => @case.NotRunReason is null)]);

    internal static IReadOnlyList<ConformanceCase> All => Read.Value;
}
