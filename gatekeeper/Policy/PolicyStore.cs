namespace Gatekeeper.Policy;

/// <summary>
/// The policies in use. A new set is taken whole or not at all; where it does not compile, the last good one stays in use. Thread-safe.
/// </summary>
internal sealed partial class PolicyStore : IPolicySource
{
    private readonly PolicyOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PolicyStore> _logger;
    private PolicySnapshot _current;
    private string? _fault;

    /// <summary>Loads the first set.</summary>
    /// <exception cref="PolicySetException">It can't be used: there is nothing to decide with.</exception>
    public PolicyStore(PolicyOptions options, TimeProvider time, ILogger<PolicyStore> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        FolderState = PolicyFolderState.Read(options.Directory);
        _current = PolicyLoader.Load(options, time);
        LogInUse(logger, _current.Revision);
    }

    /// <inheritdoc/>
    public PolicySnapshot Current => Volatile.Read(ref _current);

    /// <inheritdoc/>
    public string? Fault => Volatile.Read(ref _fault);

    /// <value>What the folder looked like just before it was loaded last. For the one that reloads.</value>
    public PolicyFolderState FolderState { get; private set; }

    /// <summary>Loads the folder again. Not for two threads at once.</summary>
    /// <returns>Whether another revision is in use now.</returns>
    public bool Reload()
    {
        FolderState = PolicyFolderState.Read(_options.Directory);
        try
        {
            var next = PolicyLoader.Load(_options, _time);
            Volatile.Write(ref _fault, null);
            return next.Revision != Current.Revision && Use(next);
        }
        catch (PolicySetException e)
        {
            Volatile.Write(ref _fault, e.Message);
            LogRefused(_logger, Current.Revision, e.Message);
            return false;
        }
    }

    private bool Use(PolicySnapshot next)
    {
        Volatile.Write(ref _current, next);
        LogInUse(_logger, next.Revision);
        return true;
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Policy revision {Revision} is in use.")]
    private static partial void LogInUse(ILogger logger, string revision);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "The changed policies can't be used; revision {Revision} stays in use. {Fault}")]
    private static partial void LogRefused(ILogger logger, string revision, string fault);
}
