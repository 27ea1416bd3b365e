namespace Gatectl.Policies.Inspect;

/// <summary>How a summary is written.</summary>
internal enum PolicyInspectFormat
{
    Pretty,
    Json,
}
