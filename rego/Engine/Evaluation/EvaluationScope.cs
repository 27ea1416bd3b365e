using System.Runtime.InteropServices;
using Rego.Evaluation.Calls;
using Rego.Values;

namespace Rego.Evaluation;

/// <summary>
/// The documents and functions as one part of an evaluation sees them, and what was computed under that view. The whole
/// evaluation has one; each <c>with</c> opens another below it.
/// </summary>
internal sealed class EvaluationScope
{
    private const int MaxKeptCalls = 1024;

    private readonly Dictionary<CallKey, RegoValue> _calls = [];
    private RegoValue?[] _rules = [];
    private int[] _touched = [];
    private int _touchedCount;

    /// <summary>The input document.</summary>
    internal RegoValue Input = RegoValue.Undefined;

    /// <summary>The base document, as it is without any <c>with</c>.</summary>
    internal RegoValue Data = RegoObject.Empty;

    /// <summary>What the <c>with</c> modifiers put below <c>data</c>, and nothing else; undefined where there are none.</summary>
    internal RegoValue Replacement = RegoValue.Undefined;

    /// <summary>The paths below <c>data</c> that a <c>with</c> has replaced, rules included; null where there are none.</summary>
    internal RegoValue[][]? ReplacedPaths;

    /// <summary>The functions that a <c>with</c> has replaced; null where there are none.</summary>
    internal MockTable? Mocks;

    /// <summary>The view around this one, or null.</summary>
    internal EvaluationScope? Parent;

    /// <summary>The next unused scope.</summary>
    internal EvaluationScope? NextFree;

    /// <summary>Whether values computed once for the policy hold here.</summary>
    internal bool SeesPolicyAsIs => ReplacedPaths is null && Mocks is null;

    /// <summary>Begins as a copy of the view around it, with nothing remembered.</summary>
    internal void Open(EvaluationScope parent)
    {
        Parent = parent;
        Input = parent.Input;
        Data = parent.Data;
        Replacement = parent.Replacement;
        ReplacedPaths = parent.ReplacedPaths;
        Mocks = parent.Mocks;
    }

    /// <summary>Forgets all.</summary>
    internal void Clear()
    {
        for (var i = 0; i < _touchedCount; i++)
        {
            _rules[_touched[i]] = null;
        }

        _touchedCount = 0;
        ClearCalls();

        Parent = null;
        Input = RegoValue.Undefined;
        Data = RegoObject.Empty;
        Replacement = RegoValue.Undefined;
        ReplacedPaths = null;
        Mocks = null;
    }

    /// <summary>The value of a rule computed before, or null.</summary>
    internal RegoValue? GetRule(int id) => (uint)id < (uint)_rules.Length ? _rules[id] : null;

    /// <summary>Remembers the value of a rule.</summary>
    internal void SetRule(int id, RegoValue value)
    {
        if (id >= _rules.Length)
        {
            Array.Resize(ref _rules, Math.Max(id + 1, _rules.Length * 2));
        }

        if (_touchedCount == _touched.Length)
        {
            Array.Resize(ref _touched, Math.Max(8, _touched.Length * 2));
        }

        _rules[id] = value;
        _touched[_touchedCount++] = id;
    }

    /// <summary>The result of a call made before, or null.</summary>
    internal RegoValue? GetCall(in CallKey key) => _calls.TryGetValue(key, out var value) ? value : null;

    /// <summary>Remembers the result of a call.</summary>
    internal void SetCall(in CallKey key, RegoValue value) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_calls, key, out _) = value;

    /// <summary>Whether a <c>with</c> has replaced the document at a path or above it.</summary>
    internal bool IsReplaced(ReadOnlySpan<RegoValue> path)
    {
        if (ReplacedPaths is null)
        {
            return false;
        }

        foreach (var replaced in ReplacedPaths)
        {
            if (replaced.Length <= path.Length && path[..replaced.Length].SequenceEqual(replaced))
            {
                return true;
            }
        }

        return false;
    }

    private void ClearCalls()
    {
        var count = _calls.Count;
        if (count == 0)
        {
            return;
        }

        _calls.Clear();
        if (count > MaxKeptCalls)
        {
            // Clearing costs as much as there is room; a rare large evaluation must not slow down all that follow.
            _calls.TrimExcess();
        }
    }
}
