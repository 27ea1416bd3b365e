namespace Deployer.Grants;

/// <summary>
/// The time by which grants are judged: the machine's clock, but never behind what accepted grants have shown the time to be. A
/// clock set back does not bring an expired grant to life again; a clock that was wrongly ahead and is set right is followed.
/// </summary>
internal sealed class GrantClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _anchor;
    private long _anchoredAt = time.GetTimestamp();

    /// <summary>Unix seconds.</summary>
    public long Now()
    {
        var wall = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            return Math.Max(wall, Shown());
        }
    }

    /// <summary>Takes the <c>iat</c> of a grant that was accepted as proof that it is at least so late.</summary>
    public void Observe(long issuedAt)
    {
        lock (_lock)
        {
            if (issuedAt > Shown())
            {
                _anchor = issuedAt;
                _anchoredAt = time.GetTimestamp();
            }
        }
    }

    private long Shown() => _anchor == 0 ? 0 : _anchor + (long)time.GetElapsedTime(_anchoredAt).TotalSeconds;
}
