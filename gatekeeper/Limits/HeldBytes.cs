namespace Gatekeeper.Limits;

/// <summary>What one call holds of the budget of bytes. Not thread-safe: a call is read by one step at a time.</summary>
internal sealed class HeldBytes(ByteBudget budget, string key) : IDisposable
{
    private long _bytes;

    /// <summary>Makes sure that at least so many are held.</summary>
    /// <returns>Whether they are; where not, it holds what it held before.</returns>
    public bool TryHold(long bytes)
    {
        if (bytes > _bytes)
        {
            if (!budget.TryTake(key, bytes - _bytes))
            {
                return false;
            }

            _bytes = bytes;
        }

        return true;
    }

    /// <summary>Gives all of them back.</summary>
    public void Dispose()
    {
        if (_bytes > 0)
        {
            budget.Return(key, _bytes);
            _bytes = 0;
        }
    }
}
