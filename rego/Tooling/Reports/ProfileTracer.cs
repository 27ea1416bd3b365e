using Rego.Sources;
using Rego.Syntax.Expressions;
using Rego.Tracing;

namespace Rego.Tooling.Reports;

/// <summary>Measures what the statements of an evaluation cost, row by row. For one evaluation at a time.</summary>
/// <param name="time">The clock; the system's where null.</param>
public sealed class ProfileTracer(TimeProvider? time = null) : IEvaluationTracer
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<(string Path, int Row), Row> _rows = [];
    private Row? _current;
    private long _started;

    /// <inheritdoc/>
    public bool WantsVariables => false;

    /// <inheritdoc/>
    public void Trace(TraceEvent traced)
    {
        ArgumentNullException.ThrowIfNull(traced);
        if (traced is not { Operation: TraceOperation.Eval or TraceOperation.Redo, Node: Expression expression })
        {
            return;
        }

        Stop();
        _current = RowOf(expression.Location);
        _current.Count(traced);
        _started = _time.GetTimestamp();
    }

    /// <summary>The rows, in the order in which they were first reached.</summary>
    public IReadOnlyList<StatementProfile> Report()
    {
        Stop();
        return [.. _rows.Values.Select(row => row.ToProfile())];
    }

    private void Stop()
    {
        if (_current is not null)
        {
            _current.Time += _time.GetElapsedTime(_started);
            _current = null;
        }
    }

    private Row RowOf(SourceLocation location)
    {
        var key = (location.File?.Path ?? string.Empty, location.Row);
        if (!_rows.TryGetValue(key, out var row))
        {
            _rows.Add(key, row = new Row(location));
        }

        return row;
    }

    private sealed class Row(SourceLocation location)
    {
        private readonly HashSet<int> _statements = [];
        private int _evaluations;
        private int _redos;

        internal TimeSpan Time { get; set; }

        internal void Count(TraceEvent traced)
        {
            _statements.Add(traced.Index);
            if (traced.Operation == TraceOperation.Eval)
            {
                _evaluations++;
            }
            else
            {
                _redos++;
            }
        }

        internal StatementProfile ToProfile() => new(location, Time, _evaluations, _redos, _statements.Count);
    }
}
