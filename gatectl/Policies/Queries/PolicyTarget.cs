namespace Gatectl.Policies.Queries;

/// <summary>What evaluates a query.</summary>
internal enum PolicyTarget
{
    Rego,

    /// <summary>Known by name only.</summary>
    Wasm,
}
