using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>
/// Holds what deployers executed against what gatekeepers decided, from their logs: that nothing was executed, and no credential to apply
/// was read, without a decision that allowed just that. Proves nothing about the logs themselves; that is the verifier's work.
/// </summary>
public sealed class ExecutionMatcher
{
    private const int MaxProblems = 100;

    private readonly Func<string, IReadOnlyList<string>> _archives;
    private readonly List<RecordedExecution> _executions = [];
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Origin, string DecisionId), RecordedExecutionDecision> _decisions = [];
    private readonly HashSet<string> _deciders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _executors = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _absent = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private int _unchecked;
    private int _further;

    private ExecutionMatcher(Func<string, IReadOnlyList<string>> archives) => _archives = archives;

    /// <summary>Compares logs.</summary>
    /// <param name="logs">All logs, of both kinds, in any order. Whose each is, is said by its verifier key; what its records say of that proves nothing.</param>
    /// <param name="archives">Of a log's directory, where its older segments were moved to.</param>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="FormatException">A file is named like a segment, but is none.</exception>
    /// <exception cref="JsonException">A record is damaged.</exception>
    public static ExecutionMatching Match(IReadOnlyCollection<(string Origin, string Directory)> logs, Func<string, IReadOnlyList<string>>? archives = null)
    {
        ArgumentNullException.ThrowIfNull(logs);
        var matcher = new ExecutionMatcher(archives ?? (_ => []));

        // Executions first: while both programs write, whatever is executed by then was decided before the decisions are read.
        foreach (var (_, directory) in logs)
        {
            matcher.TakeExecutions(directory);
        }

        // Who executes is not who decides: a deployer's own records allow it nothing.
        foreach (var (origin, directory) in logs.Where(log => !matcher._executors.Contains(log.Directory)))
        {
            matcher._deciders.Add(origin);
            matcher.TakeDecisions(origin, directory);
        }

        matcher._executions.ForEach(matcher.Compare);
        return new(matcher._executions.Count, matcher._unchecked, [.. matcher._absent], matcher._problems, matcher._further);
    }

    private void TakeExecutions(string directory)
    {
        var worker = new WorkerRecords();
        foreach (var record in LogReader.ReadDocuments(directory, _archives(directory)))
        {
            switch (RecordJson.Text(record, "kind"))
            {
                case "execution":
                    _executors.Add(directory);
                    TakeExecution(RecordedExecution.Read(record), worker);
                    break;
                case "credential_read" when RecordJson.Text(RecordJson.Child(record, "reads"), "purpose") == "apply" && !worker.IsExecuted(record):
                    Report($"deployment {WorkerRecords.DeploymentOf(record)}: its credential {RecordJson.Text(RecordJson.Child(record, "reads"), "name")} was read to apply, and it had not been executed");
                    break;
                default:
                    break;
            }

            worker.Take(record);
        }
    }

    private void TakeExecution(RecordedExecution execution, WorkerRecords worker)
    {
        _executions.Add(execution);
        if (execution.DecidedBy.Length == 0 && !worker.HasDecidedExecution)
        {
            // Its push had begun before executions were decided.
            return;
        }

        _wanted.Add(execution.DecisionId);
        if (!worker.IsArtifactAllowed(execution.DeploymentId))
        {
            Report($"{execution.Describe()} was executed, and the deployer had not allowed its artifact");
        }

        if (execution.DecidedBy.Length == 0)
        {
            Report($"{execution.Describe()} was executed by no decision");
        }
    }

    private void TakeDecisions(string origin, string directory)
    {
        if (_wanted.Count == 0)
        {
            return;
        }

        foreach (var record in LogReader.ReadDocuments(directory, _archives(directory)))
        {
            if (RecordJson.Text(record, "decision_id") is { } id && _wanted.Contains(id) && RecordedExecutionDecision.TryRead(record) is { } decision)
            {
                _decisions.TryAdd((origin, id), decision);
            }
        }
    }

    private void Compare(RecordedExecution execution)
    {
        if (!_deciders.Contains(execution.DecidedBy))
        {
            _unchecked++;
            _absent.Add(execution.DecidedBy);
        }
        else if (!_decisions.TryGetValue((execution.DecidedBy, execution.DecisionId), out var decision))
        {
            Report($"{execution.Describe()} was executed by the decision {execution.DecisionId}, which the log of {execution.DecidedBy} does not have");
        }
        else if (decision.FindDifference(execution) is { } difference)
        {
            Report($"{execution.Describe()} was executed by the decision {execution.DecisionId} of {execution.DecidedBy}, which {difference}");
        }
    }

    private void Report(string problem)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(problem);
        }
        else
        {
            _further++;
        }
    }
}
