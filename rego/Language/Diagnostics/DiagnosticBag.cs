using System.Collections;
using Rego.Sources;

namespace Rego.Diagnostics;

/// <summary>Collects what is wrong, in the order in which it is found. Not thread-safe.</summary>
internal sealed class DiagnosticBag : IReadOnlyList<Diagnostic>
{
    private readonly List<Diagnostic> _items = [];

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Whether anything is wrong.</summary>
    public bool HasErrors => _items.Count > 0;

    /// <inheritdoc/>
    public Diagnostic this[int index] => _items[index];

    /// <summary>Adds a finding.</summary>
    public void Add(Diagnostic diagnostic) => _items.Add(diagnostic);

    /// <summary>Adds a finding.</summary>
    public void Add(string code, string message, SourceLocation location) => Add(new Diagnostic(code, message, location));

    /// <inheritdoc/>
    public IEnumerator<Diagnostic> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
