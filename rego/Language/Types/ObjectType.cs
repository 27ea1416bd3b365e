using System.Collections.Immutable;
using Rego.Values;

namespace Rego.Types;

/// <summary>An object.</summary>
/// <param name="Properties">The members known by key.</param>
/// <param name="Key">The type of further keys, or null where there are none.</param>
/// <param name="Value">The type of their values.</param>
public sealed record ObjectType(ImmutableArray<KeyValuePair<RegoValue, RegoType>> Properties, RegoType? Key, RegoType? Value) : RegoType;
