using System.Globalization;
using Gatekeeper.Seam;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Gatekeeper.Audit;

/// <summary>
/// Counts calls that were refused before they were decided, by who called and what for, and records the counts as a <c>summary</c> a
/// second. Thread-safe; a second has at most <see cref="MaxKinds"/> kinds of calls by name, and the rest as one number, so that every call
/// is counted whatever is called.
/// </summary>
internal sealed class LimitedCalls(TimeProvider time)
{
    /// <summary>The most kinds of calls that a summary names.</summary>
    public const int MaxKinds = 64;

    private const int MaxTextLength = 256;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Kind, long> _counts = [];
    private long _others;
    private DateTimeOffset _since;
    private long _sinceTimestamp;

    /// <summary>Counts one call.</summary>
    public void Count(Call call, Caller caller)
    {
        lock (_gate)
        {
            if (_counts.Count == 0 && _others == 0)
            {
                _since = time.GetUtcNow();
                _sinceTimestamp = time.GetTimestamp();
            }

            Add(new Kind(caller.Issuer, caller.Subject, call.Action, call.Application, call.Environment), 1);
        }
    }

    /// <summary>Records the counts, where there are any and their second is over: what <see cref="TamperEvidentLog.Open"/> has called.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="always">Whether to record them although the second is not over.</param>
    public void Summarize(TamperEvidentLog log, bool always)
    {
        lock (_gate)
        {
            // Under the lock: what could not be queued stays counted, and what could not be written counts again.
            var isDue = (_counts.Count > 0 || _others > 0) && (always || time.GetElapsedTime(_sinceTimestamp) >= Window);
            var (counted, others, since) = (_counts.ToArray(), _others, _since);
            if (isDue && log.TryRecordEvent("summary", Members(), () => Return(counted, others, since)))
            {
                _counts.Clear();
                _others = 0;
            }
        }
    }

    private void Return(KeyValuePair<Kind, long>[] counted, long others, DateTimeOffset since)
    {
        lock (_gate)
        {
            (_since, _sinceTimestamp) = (since, time.GetTimestamp());
            foreach (var (kind, count) in counted)
            {
                Add(kind, count);
            }

            _others += others;
        }
    }

    private void Add(Kind kind, long count)
    {
        if (_counts.TryGetValue(kind, out var counted) || _counts.Count < MaxKinds)
        {
            _counts[kind] = counted + count;
        }
        else
        {
            _others += count;
        }
    }

    private (string Name, RegoValue Value)[] Members()
    {
        var limited = _counts.Select(count => Describe(count.Key, count.Value));
        return
        [
            ("since", RegoString.From(_since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))),
            ("limited", RegoArray.From(_others > 0 ? limited.Append(RegoObject.From(("others", RegoBoolean.True), ("count", RegoNumber.From(_others)))) : limited)),
        ];
    }

    private static RegoValue Describe(Kind kind, long count) => RegoObject.From(
        ("issuer", RegoString.From(BoundedText.Cut(kind.Issuer, MaxTextLength))),
        ("subject", RegoString.From(BoundedText.Cut(kind.Subject, MaxTextLength))),
        ("action", RegoString.From(kind.Action)),
        ("application", RegoString.From(kind.Application)),
        ("environment", RegoString.From(kind.Environment)),
        ("count", RegoNumber.From(count)));

    private readonly record struct Kind(string Issuer, string Subject, string Action, string Application, string Environment);
}
