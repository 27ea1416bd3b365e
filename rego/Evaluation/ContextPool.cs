using Gatekeeper.Rego.Networking;

namespace Gatekeeper.Rego.Evaluation;

/// <summary>Contexts that are not in use. Bounded and lock-free; what does not fit is left to the garbage collector.</summary>
internal sealed class ContextPool(RegoObject data, PreparedCache prepared, NetworkAccess network)
{
    private readonly EvaluationContext?[] _contexts = new EvaluationContext?[Math.Max(4, Environment.ProcessorCount * 2)];

    internal EvaluationContext Rent()
    {
        for (var i = 0; i < _contexts.Length; i++)
        {
            if (_contexts[i] is not null && Interlocked.Exchange(ref _contexts[i], null) is { } context)
            {
                return context;
            }
        }

        return new EvaluationContext(data, prepared, network);
    }

    internal void Return(EvaluationContext context)
    {
        for (var i = 0; i < _contexts.Length; i++)
        {
            if (_contexts[i] is null && Interlocked.CompareExchange(ref _contexts[i], context, null) is null)
            {
                return;
            }
        }
    }
}
