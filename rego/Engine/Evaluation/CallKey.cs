using System.Runtime.CompilerServices;
using Rego.Values;

namespace Rego.Evaluation;

/// <summary>
/// What a remembered call is found by: the plan and up to four operands. Scalars are compared by value; arrays, objects and
/// sets by identity, since comparing them could cost more than the call.
/// </summary>
internal readonly struct CallKey(int plan, RegoValue? a, RegoValue? b = null, RegoValue? c = null, RegoValue? d = null) : IEquatable<CallKey>
{
    /// <summary>The most operands that a key holds; calls with more are not remembered.</summary>
    internal const int MaxOperands = 4;

    private readonly int _plan = plan;
    private readonly RegoValue? _a = a;
    private readonly RegoValue? _b = b;
    private readonly RegoValue? _c = c;
    private readonly RegoValue? _d = d;

    /// <inheritdoc/>
    public bool Equals(CallKey other) =>
        _plan == other._plan && Same(_a, other._a) && Same(_b, other._b) && Same(_c, other._c) && Same(_d, other._d);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CallKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = (_plan * 31) + Hash(_a);
        if (_b is not null)
        {
            hash = (hash * 31) + Hash(_b);
            hash = (hash * 31) + Hash(_c);
            hash = (hash * 31) + Hash(_d);
        }

        return hash;
    }

    private static bool Same(RegoValue? left, RegoValue? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.Kind < RegoKind.Array && left.Equals(right));

    private static int Hash(RegoValue? value) =>
        value is null ? 0 : value.Kind < RegoKind.Array ? value.GetHashCode() : RuntimeHelpers.GetHashCode(value);
}
