namespace Gatectl.Policies.Test;

/// <summary>The order of test results in JSON.</summary>
internal enum PolicyTestSort
{
    None,

    /// <summary>The slowest first.</summary>
    Duration,
}
