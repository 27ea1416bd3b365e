using Gateway.Contract.Audit;

namespace Gatekeeper.Reviews;

/// <summary>
/// The uses of exceptions that this gatekeeper's log has, and which of them are to be reviewed: read from the log once, then told by what is
/// added to it. There is no second record of them. Bounded, and thread-safe.
/// </summary>
internal sealed partial class ExceptionUses(ILogger<ExceptionUses> logger)
{
    /// <summary>The most uses that are due.</summary>
    public const int MaxDue = 10_000;

    // While the log is read, uses stand open whose reviews come later in it.
    private const int MaxDueWhileReading = 10 * MaxDue;
    private const int MaxDone = 1_000;

    private readonly Lock _lock = new();
    private readonly UseLedger _ledger = new(MaxDueWhileReading, MaxDone);
    private bool _isRead;

    /// <value>Whether the log has been read: before that, what is not here may be in the log all the same.</value>
    public bool IsRead
    {
        get
        {
            lock (_lock)
            {
                return _isRead;
            }
        }
    }

    /// <value>Whether more uses are due than are held.</value>
    public bool IsIncomplete
    {
        get
        {
            lock (_lock)
            {
                return _ledger.IsIncomplete;
            }
        }
    }

    /// <summary>Takes what a record says. In any order with the reading, and twice does no harm.</summary>
    public void Add(UseRecord record) => Change(() => _ledger.Add(record));

    /// <summary>Tells that all of the log has been added.</summary>
    public void EndReading() => Change(() =>
    {
        _ledger.Limit(MaxDue);
        _isRead = true;
    });

    /// <summary>The use with a decision, if it is one of this application and environment; else null.</summary>
    public ExceptionUse? Find(string decisionId, string application, string environment)
    {
        lock (_lock)
        {
            return _ledger.Find(decisionId) is { } use && use.Application == application && use.Environment == environment ? use : null;
        }
    }

    /// <summary>The uses that are wanted, oldest first.</summary>
    public IReadOnlyList<ExceptionUse> List(Func<ExceptionUse, bool> isWanted)
    {
        ExceptionUse[] found;
        lock (_lock)
        {
            found = [.. _ledger.Uses.Where(isWanted)];
        }

        return [.. found.OrderBy(use => use.Time).ThenBy(use => use.DecisionId, StringComparer.Ordinal)];
    }

    private void Change(Action change)
    {
        bool wasIncomplete, isIncomplete;
        lock (_lock)
        {
            wasIncomplete = _ledger.IsIncomplete;
            change();
            isIncomplete = _ledger.IsIncomplete;
        }

        if (isIncomplete && !wasIncomplete)
        {
            LogTooMany(logger, MaxDue);
        }
    }

    [LoggerMessage(EventId = 7401, Level = LogLevel.Error, Message = "More than {Max} uses of exceptions are to be reviewed. Those beyond are on record, and 'gatectl audit reviews' finds them in the log; this gatekeeper takes their reviews when it is started after others were reviewed.")]
    private static partial void LogTooMany(ILogger logger, int max);
}
