namespace Gateway.Contract.Audit;

/// <summary>
/// Which uses of exceptions are to be reviewed, as the records say that are told to it. Told twice is told once. It holds so many that are
/// due, and so many of the last that were reviewed. Not thread-safe.
/// </summary>
/// <param name="maxDue">The most that are due.</param>
/// <param name="maxDone">The most that were reviewed.</param>
public sealed class UseLedger(int maxDue, int maxDone)
{
    private readonly Dictionary<string, ExceptionUse> _due = [];
    private readonly OrderedDictionary<string, ExceptionUse> _done = [];
    private int _maxDue = maxDue;

    /// <value>Whether uses that are due were left out, because there were too many.</value>
    public bool IsIncomplete { get; private set; }

    /// <value>The uses that it holds, in no order.</value>
    public IEnumerable<ExceptionUse> Uses => _due.Values.Concat(_done.Values);

    /// <summary>The use with a decision; null where there is none, or it is held no more.</summary>
    public ExceptionUse? Find(string decisionId) => _due.GetValueOrDefault(decisionId) ?? _done.GetValueOrDefault(decisionId);

    /// <summary>Takes what a record says.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool Add(UseRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Review is { } review)
        {
            Review(review);
        }

        return record.Use is not { } use || Add(use);
    }

    /// <summary>Sets another bound for those that are due; the newest beyond it are left out.</summary>
    public void Limit(int maxDue)
    {
        _maxDue = maxDue;
        foreach (var use in _due.Values.OrderBy(use => use.Time).Skip(maxDue).ToList())
        {
            _due.Remove(use.DecisionId);
            IsIncomplete = true;
        }
    }

    private bool Add(ExceptionUse use)
    {
        if (Find(use.DecisionId) is { } known)
        {
            // Decided again when it is executed, it may use what was not used before: then that is to be reviewed, too.
            string[] further = [.. use.Exceptions.Except(known.Exceptions)];
            if (further.Length == 0)
            {
                return true;
            }

            _done.Remove(use.DecisionId);
            use = known with
            {
                Exceptions = [.. known.Exceptions, .. further],
                Persons = known.Persons is { } before && use.Persons is { } now ? [.. before.Union(now)] : null,
                ReviewBy = [.. known.ReviewBy.Union(use.ReviewBy)],
                Review = null,
            };
        }
        else if (_due.Count >= _maxDue)
        {
            IsIncomplete = true;
            return false;
        }

        _due[use.DecisionId] = use;
        return true;
    }

    // Only what was reviewed as it stands now; the first review of it counts.
    private void Review(UseReview review)
    {
        if (!_due.TryGetValue(review.UseId, out var use) || use.Exceptions.Except(review.Exceptions).Any())
        {
            return;
        }

        _due.Remove(use.DecisionId);
        _done[use.DecisionId] = use with { Review = review };
        while (_done.Count > maxDone)
        {
            _done.RemoveAt(0);
        }
    }
}
