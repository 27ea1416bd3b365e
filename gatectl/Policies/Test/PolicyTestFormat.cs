namespace Gatectl.Policies.Test;

/// <summary>How test results are written.</summary>
internal enum PolicyTestFormat
{
    Pretty,
    Json,

    /// <summary>Go's benchmark format, for benchmarks only.</summary>
    Gobench,

    /// <summary>JUnit's XML, which servers of builds read.</summary>
    Junit,
}
