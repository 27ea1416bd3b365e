namespace Gatectl.Policies.Deps;

/// <summary>How dependencies are written.</summary>
internal enum PolicyDepsFormat
{
    Pretty,
    Json,
}
