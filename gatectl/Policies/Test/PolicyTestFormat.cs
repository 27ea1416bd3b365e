namespace Gatectl.Policies.Test;

/// <summary>How test results are written.</summary>
internal enum PolicyTestFormat
{
    Pretty,
    Json,
}
