namespace Gateway.Hosting.Audit;

/// <summary>A time in which the log could not be written, to be recorded when it can be again.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Error">The first error.</param>
internal sealed class LogFault(DateTimeOffset since, string error)
{
    private long _failed;

    public DateTimeOffset Since { get; } = since;

    public string Error { get; } = error;

    /// <value>How many records were refused.</value>
    public long Failed => Volatile.Read(ref _failed);

    public void Count(int records) => Interlocked.Add(ref _failed, records);
}
