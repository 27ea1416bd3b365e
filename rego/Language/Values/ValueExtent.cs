using Rego.Errors;

namespace Rego.Values;

/// <summary>
/// How large a value is when all that is in it is counted as often as it occurs, and how deep it nests. A few rules that each put
/// the value of another one twice into an array make a value that is small in memory and endless to compare, hash or print; known
/// beforehand, it is refused where it is made.
/// </summary>
/// <param name="Parts">The scalars, arrays, objects and sets.</param>
/// <param name="Depth">The arrays, objects and sets within one another; 0 for a scalar.</param>
internal readonly record struct ValueExtent(int Parts, int Depth)
{
    /// <summary>The most parts: what 64 MiB of JSON can hold.</summary>
    internal const int MaxParts = 1 << 25;

    /// <summary>Twice what documents may nest; each level takes a part of the stack where values are compared or printed.</summary>
    internal const int MaxDepth = 1024;

    /// <summary>From so many parts on, what is done with a value takes long enough to be counted.</summary>
    private const int ManyParts = 1 << 16;

    private const int PartsAStep = 64;

    /// <summary>A scalar's.</summary>
    internal static readonly ValueExtent Scalar = new(1, 0);

    /// <summary>What an operation on the value costs, in steps; 0 for a value of moderate size.</summary>
    internal int Steps => Parts < ManyParts ? 0 : Parts / PartsAStep;

    /// <summary>The extent of an array or a set.</summary>
    /// <exception cref="RegoEvaluationException">It is too large, or nests too deeply (<c>eval_cancel_error</c>).</exception>
    internal static ValueExtent Of(ReadOnlySpan<RegoValue> items)
    {
        long parts = 1;
        var depth = 0;
        foreach (var item in items)
        {
            var extent = item.Extent;
            parts += extent.Parts;
            depth = Math.Max(depth, extent.Depth);
        }

        return Checked(parts, depth + 1);
    }

    /// <summary>The extent of an object.</summary>
    /// <exception cref="RegoEvaluationException">It is too large, or nests too deeply (<c>eval_cancel_error</c>).</exception>
    internal static ValueExtent Of(ReadOnlySpan<RegoValue> keys, ReadOnlySpan<RegoValue> values)
    {
        var (ofKeys, ofValues) = (Of(keys), Of(values));
        return Checked((long)ofKeys.Parts + ofValues.Parts - 1, Math.Max(ofKeys.Depth, ofValues.Depth));
    }

    private static ValueExtent Checked(long parts, int depth)
    {
        if (parts > MaxParts)
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, $"evaluation stopped: a value has more than {MaxParts} parts");
        }

        return depth <= MaxDepth
            ? new ValueExtent((int)parts, depth)
            : throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, $"evaluation stopped: a value nests more than {MaxDepth} levels deep");
    }
}
