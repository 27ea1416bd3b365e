using Rego.Values;

namespace Rego.Builtins;

/// <summary>What a name came to, for the rest of the evaluation: its addresses, or null where there are none.</summary>
internal sealed record LookedUpName(RegoSet? Addresses);
