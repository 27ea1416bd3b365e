using Rego.Analysis.Names;
using Rego.Builtins;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Checks;

/// <summary>
/// The rules that each branch of a rule (a rule, or one of its <c>else</c>s) may read or call, as indexes into
/// <see cref="RuleTree.Definitions"/>.
/// </summary>
internal sealed class RuleReads : SyntaxWalker
{
    private readonly RuleTree _rules;
    private readonly BuiltinRegistry _builtins;
    private readonly int[][][] _reads = [];
    private readonly bool[] _isImpure = [];
    private readonly List<int> _found = [];

    /// <summary>The number of the branch, counted through all rules, that was the last to find the rule.</summary>
    private readonly int[] _lastFoundBy;
    private int _branch;
    private bool _foundImpure;

    /// <summary>Reads all rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="builtins">The built-in functions.</param>
    /// <param name="known">What is known of rules at the same places; taken over for those that are the same.</param>
    internal RuleReads(RuleTree rules, BuiltinRegistry builtins, RuleReads? known = null)
        : this(rules, builtins)
    {
        _reads = new int[rules.Definitions.Length][][];
        _isImpure = new bool[rules.Definitions.Length];
        for (var i = 0; i < _reads.Length; i++)
        {
            var isSame = known is not null && ReferenceEquals(known._rules.Definitions[i].Rule, rules.Definitions[i].Rule);
            _foundImpure = isSame && known!._isImpure[i];
            _reads[i] = isSame ? known!._reads[i] : OfBranches(rules.Definitions[i].Rule);
            _isImpure[i] = _foundImpure;
        }
    }

    private RuleReads(RuleTree rules, BuiltinRegistry builtins)
    {
        _rules = rules;
        _builtins = builtins;
        _lastFoundBy = new int[rules.Definitions.Length];
    }

    /// <summary>What a body reads that is no rule's.</summary>
    internal static IEnumerable<RuleDefinition> OfBody(RuleTree rules, BuiltinRegistry builtins, Body body)
    {
        var reads = new RuleReads(rules, builtins) { _branch = 1 };
        reads.Walk(body);
        return reads._found.Select(index => rules.Definitions[index]);
    }

    /// <summary>For each branch of a definition what it reads, without the <c>else</c> that hangs on it; in order.</summary>
    internal int[][] Of(RuleDefinition definition) => _reads[definition.Index];

    /// <summary>What a definition reads with all its branches, each once.</summary>
    internal IEnumerable<int> OfAllBranches(RuleDefinition definition) =>
        Of(definition) is [var only] ? only : Of(definition).SelectMany(indexes => indexes).Distinct();

    /// <summary>Whether a definition itself reads <c>input</c> or calls a function that is not pure.</summary>
    internal bool IsImpure(RuleDefinition definition) => _isImpure[definition.Index];

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case RefTerm reference:
                AddReadBy(reference, reference.Path.AsSpan());
                _foundImpure |= NamesImpure(reference);

                // A variable at the head is a part of this reference, not a reference to the whole document; anything else
                // there (a comprehension, a call) reads what it reads.
                if (reference.Head is not VarTerm)
                {
                    Walk(reference.Head);
                }

                Walk(reference.Path);
                return false;
            case VarTerm variable:
                AddReadBy(variable, []);
                _foundImpure |= NamesImpure(variable);
                return false;
            default:
                return true;
        }
    }

    private int[][] OfBranches(Rule rule)
    {
        var branches = new List<int[]>(1);
        for (var branch = rule; branch is not null; branch = branch.Else)
        {
            _branch++;
            _found.Clear();
            Walk(branch.Head);
            Walk(branch.Body);
            _found.Sort();
            branches.Add([.. _found]);
        }

        return [.. branches];
    }

    private bool NamesImpure(Term term) =>
        RootDocuments.IsBelow(term, RootDocuments.Input)
            || (!RootDocuments.IsBelow(term, RootDocuments.Data) && BuiltinNames.Of(term) is { } name && !LocalNames.IsReserved(name)
                && (name == SpecialCalls.InternalPrint || (_builtins.TryGet(name, out var builtin) && !builtin.IsPure)));

    /// <summary>Adds all rules that a reference may read: on the way, at its end, and below.</summary>
    private void AddReadBy(Term term, ReadOnlySpan<Term> path)
    {
        if (RootDocuments.IsBelow(term, RootDocuments.Data))
        {
            Add(_rules.Root, path);
        }
    }

    private void Add(RuleTreeNode node, ReadOnlySpan<Term> path)
    {
        AddRulesOf(node);
        if (path.IsEmpty)
        {
            AddBelow(node);
        }
        else if (ConstantTerms.ToScalar(path[0]) is { } key)
        {
            if (node.TryGetChild(key, out var child))
            {
                Add(child, path[1..]);
            }
        }
        else
        {
            foreach (var child in node.Children.Values)
            {
                Add(child, path[1..]);
            }
        }
    }

    private void AddBelow(RuleTreeNode node)
    {
        foreach (var child in node.Children.Values)
        {
            AddRulesOf(child);
            AddBelow(child);
        }
    }

    private void AddRulesOf(RuleTreeNode node)
    {
        foreach (var rule in node.Rules)
        {
            if (_lastFoundBy[rule.Index] != _branch)
            {
                _lastFoundBy[rule.Index] = _branch;
                _found.Add(rule.Index);
            }
        }
    }
}
