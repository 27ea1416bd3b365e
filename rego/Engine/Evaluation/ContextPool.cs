using Rego.Networking;
using Rego.Values;

namespace Rego.Evaluation;

/// <summary>
/// Contexts that are not in use. Bounded and lock-free; what does not fit is left to the garbage collector. Each processor
/// begins at a place of its own, apart from the others in memory, so that threads do not wait for one another.
/// </summary>
internal sealed class ContextPool(RegoObject data, PreparedCache prepared, NetworkAccess network)
{
    private const int PlaceStride = 16;

    private static readonly int Places = Math.Max(4, Environment.ProcessorCount * 2);

    private readonly EvaluationContext?[] _contexts = new EvaluationContext?[(Places + 1) * PlaceStride];

    internal EvaluationContext Rent()
    {
        var first = Thread.GetCurrentProcessorId();
        for (var i = 0; i < Places; i++)
        {
            ref var place = ref Place(first + i);
            if (place is not null && Interlocked.Exchange(ref place, null) is { } context)
            {
                return context;
            }
        }

        return new EvaluationContext(data, prepared, network);
    }

    internal void Return(EvaluationContext context)
    {
        var first = Thread.GetCurrentProcessorId();
        for (var i = 0; i < Places; i++)
        {
            ref var place = ref Place(first + i);
            if (place is null && Interlocked.CompareExchange(ref place, context, null) is null)
            {
                return;
            }
        }
    }

    private ref EvaluationContext? Place(int number) => ref _contexts[(((int)((uint)number % (uint)Places)) + 1) * PlaceStride];
}
