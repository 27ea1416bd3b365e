using Rego.Errors;
using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>Collects what the definitions of a partial rule yield: a set, or members at any depth.</summary>
internal sealed class PartialDocument
{
    private readonly RegoSetBuilder? _elements;
    private readonly RegoObjectBuilder? _members;
    private Dictionary<RegoValue, PartialDocument>? _below;

    /// <summary>How many elements or members there are here and below.</summary>
    internal int Count => (_elements?.Count ?? _members!.Count) + (_below?.Values.Sum(below => below.Count) ?? 0);

    internal PartialDocument(bool isSet)
    {
        if (isSet)
        {
            _elements = new RegoSetBuilder();
        }
        else
        {
            _members = new RegoObjectBuilder();
        }
    }

    /// <summary>Adds an element, where the document is a set.</summary>
    internal void Add(RegoValue element)
    {
        if (_elements is null)
        {
            throw Conflict();
        }

        _elements.Add(element);
    }

    /// <summary>Adds a member, where the document is an object; an equal one may be there.</summary>
    internal void Add(RegoValue key, RegoValue value)
    {
        if (_members is null)
        {
            throw Conflict();
        }

        if (_below is not null && _below.TryGetValue(key, out var below))
        {
            Close(key, below, value);
        }
        else if (!_members.TryAdd(key, value) && _members.TryGetValue(key, out var known) && !known.Equals(value))
        {
            throw Conflict();
        }
    }

    /// <summary>The document below a key, made where there is none.</summary>
    internal PartialDocument Below(RegoValue key, bool isSet)
    {
        if (_members is null || _members.TryGetValue(key, out _))
        {
            throw Conflict();
        }

        _below ??= [];
        if (!_below.TryGetValue(key, out var below))
        {
            below = new PartialDocument(isSet);
            _below.Add(key, below);
        }

        return below;
    }

    internal RegoValue Build()
    {
        if (_elements is not null)
        {
            return _elements.Build();
        }

        if (_below is not null)
        {
            foreach (var (key, below) in _below)
            {
                _members![key] = below.Build();
            }
        }

        return _members!.Build();
    }

    /// <summary>Forgets all, to be used again.</summary>
    internal void Clear()
    {
        _elements?.Clear();
        _members?.Clear();
        _below = null;
    }

    private static RegoEvaluationException Conflict() =>
        new(DiagnosticCodes.EvalConflict, "object keys must be unique");

    /// <summary>A member was put together so far, and is now given as a whole: it must be the same, and stays as it is.</summary>
    private void Close(RegoValue key, PartialDocument below, RegoValue value)
    {
        if (!below.Build().Equals(value))
        {
            throw Conflict();
        }

        _below!.Remove(key);
        _members!.TryAdd(key, value);
    }
}
