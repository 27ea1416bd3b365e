namespace Gatectl.Policies.Check;

/// <summary>How what is wrong with policies is written.</summary>
internal enum PolicyCheckFormat
{
    Pretty,
    Json,
}
