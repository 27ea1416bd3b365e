using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>
/// A path in the base document that no rule touches, all of it: under a <c>with</c>, what stands at it cannot be told from what
/// stands above.
/// </summary>
/// <param name="keys">The keys from <c>data</c> on.</param>
internal sealed class BasePath(ValueNode[] keys)
{
    /// <summary>What stands there in the present view; undefined where a key is.</summary>
    internal RegoValue Resolve(Frame frame)
    {
        var path = new RegoValue[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i].Evaluate(frame);
            if (!key.IsDefined)
            {
                return key;
            }

            path[i] = key;
        }

        return frame.Context.Resolve(path);
    }
}
