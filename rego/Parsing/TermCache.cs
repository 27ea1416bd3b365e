using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Parsing;

/// <summary>
/// Terms read lately, by where they begin, so that going back does not read them again. A term pushes out those that
/// begin inside it.
/// </summary>
internal sealed class TermCache
{
    private readonly List<Entry> _entries = [];

    internal bool TryGet(int offset, out Term? term, out ParserState after)
    {
        for (var i = _entries.Count - 1; i >= 0 && _entries[i].Offset >= offset; i--)
        {
            if (_entries[i].Offset == offset)
            {
                (_, term, after) = _entries[i];
                return true;
            }
        }

        term = null;
        after = default;
        return false;
    }

    internal void Add(int offset, Term? term, in ParserState after)
    {
        while (_entries.Count > 0 && _entries[^1].Offset >= offset)
        {
            _entries.RemoveAt(_entries.Count - 1);
        }

        _entries.Add(new Entry(offset, term, after));
    }

    internal void Clear() => _entries.Clear();

    private readonly record struct Entry(int Offset, Term? Term, ParserState After);
}
