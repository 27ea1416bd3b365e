using Rego.Diagnostics;
using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <summary>
/// Terms read lately, by where they begin, so that going back does not read them again. A term pushes out those that
/// begin inside it.
/// </summary>
internal sealed class TermCache
{
    private readonly List<Entry> _entries = [];

    /// <param name="offset">Where the term begins.</param>
    /// <param name="errors">The errors that are known by now: those of a reading that was given up are none of them.</param>
    /// <param name="term">The term; null where there is none.</param>
    /// <param name="after">What follows it.</param>
    internal bool TryGet(int offset, Chain<Diagnostic>? errors, out Term? term, out ParserState after)
    {
        for (var i = _entries.Count - 1; i >= 0 && _entries[i].Offset >= offset; i--)
        {
            if (_entries[i].Offset == offset)
            {
                (_, term, var before, after) = _entries[i];
                after.Errors = after.Errors == before ? errors : after.Errors;
                return true;
            }
        }

        term = null;
        after = default;
        return false;
    }

    /// <param name="offset">Where the term begins.</param>
    /// <param name="term">The term; null where there is none.</param>
    /// <param name="before">The errors that were known before it.</param>
    /// <param name="after">What followed it.</param>
    internal void Add(int offset, Term? term, Chain<Diagnostic>? before, in ParserState after)
    {
        while (_entries.Count > 0 && _entries[^1].Offset >= offset)
        {
            _entries.RemoveAt(_entries.Count - 1);
        }

        _entries.Add(new Entry(offset, term, before, after));
    }

    internal void Clear() => _entries.Clear();

    private readonly record struct Entry(int Offset, Term? Term, Chain<Diagnostic>? Before, ParserState After);
}
