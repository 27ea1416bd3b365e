using Rego.Sources;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>What one evaluation of an instrumented plan has in hand: which query runs, and who is told.</summary>
internal sealed class EvaluationTrace
{
    private readonly Dictionary<RegoValue, RegoValue> _interned = [];
    private IEvaluationTracer? _tracer;
    private long _next;

    /// <summary>The query that runs.</summary>
    internal TraceQuery Current { get; set; } = null!;

    /// <summary>The exit that unwinds, or null.</summary>
    internal EarlyExit? Pending { get; set; }

    /// <summary>Whether anyone is told.</summary>
    internal bool IsOn => _tracer is not null;

    /// <summary>Begins an evaluation.</summary>
    internal void Start(IEvaluationTracer? tracer)
    {
        _tracer = tracer;
        _interned.Clear();
        _next = 0;
        Pending = null;
        Current = new TraceQuery(_next++, null);
    }

    /// <summary>Opens a query below the present one and makes it the present one.</summary>
    internal void Open() => Current = new TraceQuery(_next++, Current);

    /// <summary>One object for equal values, so that what is remembered by identity is found again.</summary>
    internal RegoValue Intern(RegoValue value)
    {
        if (value.Kind < RegoKind.Array)
        {
            return value;
        }

        if (!_interned.TryGetValue(value, out var known))
        {
            _interned.Add(value, known = value);
        }

        return known;
    }

    /// <summary>Tells an event at a place.</summary>
    internal void Emit(TraceOperation operation, TracePoint point, Frame frame, string message = "", RefTerm? reference = null)
    {
        if (_tracer is null)
        {
            return;
        }

        var wanted = _tracer.WantsVariables;
        _tracer.Trace(new TraceEvent
        {
            Operation = operation,
            Node = point.Node,
            Index = point.Index,
            Definition = point.Definition,
            Surroundings = point.Surroundings,
            RulePath = point.RulePath,
            Location = Locate(point.Node.Location),
            QueryId = Current.Id,
            ParentId = Current.ParentId,
            Message = message,
            Reference = reference,
            Locals = wanted ? TraceVariables.LocalsOf(point, frame) : null,
            LocalMetadata = wanted ? TraceVariables.MetadataOf(point, frame) : null,
            Documents = wanted ? TraceVariables.DocumentsOf(point, frame) : [],
        });
    }

    /// <summary>Tells what an index found for the statement that runs.</summary>
    internal void EmitIndex(string found, RefTerm rule)
    {
        if (_tracer is not null && Current is { Point: { } point, Frame: { } frame })
        {
            Emit(TraceOperation.Index, point, frame, found, rule);
        }
    }

    /// <summary>Tells a note.</summary>
    internal void Note(string text, SourceLocation location) => _tracer?.Trace(new TraceEvent
    {
        Operation = TraceOperation.Note,
        Location = location,
        QueryId = Current.Id,
        ParentId = Current.ParentId,
        Message = text,
    });

    /// <summary>Tells a case of a table of tests.</summary>
    internal void TestCase(TermExpression call) => _tracer?.Trace(new TraceEvent
    {
        Operation = TraceOperation.TestCase,
        Node = call,
        QueryId = Current.Id,
        ParentId = 0,
    });

    private SourceLocation Locate(SourceLocation location)
    {
        if (location.File is null)
        {
            return Current.LastLocation;
        }

        Current.LastLocation = location;
        return location;
    }
}
