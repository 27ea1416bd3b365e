using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>Finds which variables get bound when two terms are made equal.</summary>
internal sealed class Unification
{
    private const VariableFilter Filter = VariableFilter.SkipReferenceHeads | VariableFilter.SkipObjectKeys | VariableFilter.SkipClosures;

    private readonly IReadOnlySet<string> _safe;
    private readonly HashSet<string> _bound;

    /// <summary>By variable, the variables that must be bound before it is.</summary>
    private Dictionary<string, HashSet<string>>? _pending;

    private Unification(IReadOnlySet<string> safe, HashSet<string> bound)
    {
        _safe = safe;
        _bound = bound;
    }

    /// <summary>Finds the variables that <c>left = right</c> binds, given those that are bound.</summary>
    /// <param name="safe">The variables that are bound before.</param>
    /// <param name="bound">Those that references in the terms bind; receives the others.</param>
    /// <param name="left">One side.</param>
    /// <param name="right">The other.</param>
    internal static void Bind(IReadOnlySet<string> safe, HashSet<string> bound, Term left, Term right) => new Unification(safe, bound).Unify(left, right);

    private void Unify(Term left, Term right)
    {
        switch (left, right)
        {
            case (VarTerm a, VarTerm b) when !RootDocuments.IsRoot(a) && !RootDocuments.IsRoot(b):
                UnifyVariables(a.Name, b.Name);
                break;
            case (VarTerm a, ArrayTerm or ObjectTerm) when !RootDocuments.IsRoot(a):
                UnifyPattern(a.Name, right);
                break;
            case (ArrayTerm or ObjectTerm, VarTerm b) when !RootDocuments.IsRoot(b):
                UnifyPattern(b.Name, left);
                break;
            case (ArrayTerm a, ArrayTerm b):
                UnifyItems(a, b);
                break;
            case (ObjectTerm a, ObjectTerm b):
                UnifyMembers(a, b);
                break;
            default:
                BindFrom(left, right);
                BindFrom(right, left);
                break;
        }
    }

    private void UnifyVariables(string a, string b)
    {
        if (IsSafe(b))
        {
            Bind(a);
        }
        else if (IsSafe(a))
        {
            Bind(b);
        }
        else
        {
            Await(a, b);
            Await(b, a);
        }
    }

    private void UnifyPattern(string variable, Term pattern)
    {
        if (IsSafe(variable))
        {
            BindAll(pattern);
            return;
        }

        var unsafeNames = VariableCollector.Of(pattern, Filter);
        unsafeNames.RemoveWhere(IsSafe);
        if (unsafeNames.Count == 0)
        {
            Bind(variable);
        }

        foreach (var name in unsafeNames)
        {
            Await(variable, name);
        }
    }

    private void UnifyItems(ArrayTerm a, ArrayTerm b)
    {
        for (var i = 0; a.Items.Length == b.Items.Length && i < a.Items.Length; i++)
        {
            Unify(a.Items[i], b.Items[i]);
        }
    }

    private void UnifyMembers(ObjectTerm a, ObjectTerm b)
    {
        if (a.Members.Length != b.Members.Length)
        {
            return;
        }

        foreach (var (key, value) in a.Members)
        {
            foreach (var other in b.Members.Where(other => TermEquality.AreEqual(key, other.Key)))
            {
                Unify(value, other.Value);
            }
        }
    }

    /// <summary>Binds the target's variables where the source has a value by itself.</summary>
    private void BindFrom(Term target, Term source)
    {
        if (!HasValue(source))
        {
            return;
        }

        switch (target)
        {
            case VarTerm variable when !RootDocuments.IsRoot(variable):
                Bind(variable.Name);
                break;
            case ArrayTerm when source is not (ObjectComprehensionTerm or SetComprehensionTerm):
            case ObjectTerm when source is not (ArrayComprehensionTerm or SetComprehensionTerm):
                if (RootDocuments.IsReference(source) || source is CallTerm or ArrayComprehensionTerm or ObjectComprehensionTerm)
                {
                    BindAll(target);
                }

                break;
        }
    }

    private bool HasValue(Term source) => source switch
    {
        RefTerm { Head: VarTerm head } => IsSafe(head.Name),
        RefTerm reference => VariableCollector.Of(reference.Head, VariableFilter.Statement).All(IsSafe),
        VarTerm variable => RootDocuments.IsRoot(variable),
        ArrayTerm or ObjectTerm => false,
        CallTerm call => VariableCollector.Of(call, VariableFilter.Statement).All(IsSafe),
        _ => true,
    };

    private bool IsSafe(string name) => _safe.Contains(name) || _bound.Contains(name);

    private void BindAll(Term term)
    {
        foreach (var name in VariableCollector.Of(term, Filter))
        {
            Bind(name);
        }
    }

    private void Bind(string name)
    {
        _bound.Add(name);
        if (_pending is null)
        {
            return;
        }

        if (_pending.Remove(name, out var awaited))
        {
            foreach (var other in awaited)
            {
                Bind(other);
            }
        }

        foreach (var (waiting, names) in _pending.ToArray())
        {
            if (names.Remove(name) && names.Count == 0)
            {
                Bind(waiting);
            }
        }
    }

    private void Await(string name, string other)
    {
        if (!(_pending ??= []).TryGetValue(name, out var names))
        {
            _pending.Add(name, names = []);
        }

        names.Add(other);
    }
}
