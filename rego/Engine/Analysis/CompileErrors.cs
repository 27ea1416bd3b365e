using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;

namespace Rego.Analysis;

/// <summary>What the compiler finds wrong, cut at a limit.</summary>
/// <param name="limit">After how many errors the list is cut; not at all where it is zero or less.</param>
internal sealed class CompileErrors(int limit)
{
    private static readonly Diagnostic LimitReached = new(DiagnosticCodes.Compile, "error limit reached", default);

    private readonly List<Diagnostic> _items = [];
    private int _count;

    /// <summary>Whether anything is wrong.</summary>
    internal bool Any => _items.Count > 0;

    /// <summary>Whether anything is wrong that leaves no sense in going on.</summary>
    internal bool Stops { get; private set; }

    /// <summary>Adds an error that does not keep the next stages from looking for others.</summary>
    internal void AddMinor(Diagnostic error)
    {
        var stopped = Stops;
        Add(error);
        Stops = stopped;
    }

    /// <summary>Adds an error; answers false where no more are taken.</summary>
    internal bool Add(Diagnostic error)
    {
        Stops = true;
        if (limit <= 0)
        {
            _items.Add(error);
            return true;
        }

        if (_count >= limit)
        {
            return false;
        }

        _items.Add(error);
        if (++_count == limit)
        {
            _items.Add(LimitReached);
        }

        return _count < limit;
    }

    /// <summary>Adds an error.</summary>
    internal bool Add(string code, string message, SourceLocation location) => Add(new Diagnostic(code, message, location));

    /// <summary>Copies the errors, sorted by place and text; those without a place last.</summary>
    internal void CopyTo(DiagnosticBag target)
    {
        foreach (var error in _items.Order(Comparer<Diagnostic>.Create(Compare)))
        {
            target.Add(error);
        }
    }

    private static int Compare(Diagnostic left, Diagnostic right)
    {
        var order = ComparePlaces(left.Location, right.Location);
        return order != 0 ? order : string.CompareOrdinal(left.ToString(), right.ToString());
    }

    /// <summary>Compares by file, row and column; what has no file comes last.</summary>
    internal static int ComparePlaces(SourceLocation left, SourceLocation right)
    {
        if (left.File is null || right.File is null)
        {
            return (left.File is null).CompareTo(right.File is null);
        }

        var order = string.CompareOrdinal(left.File.Path, right.File.Path);
        order = order != 0 ? order : left.Row.CompareTo(right.Row);
        return order != 0 ? order : left.Column.CompareTo(right.Column);
    }
}
