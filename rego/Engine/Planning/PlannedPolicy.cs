using Rego.Analysis;
using Rego.Analysis.Names;
using Rego.Builtins;
using Rego.Evaluation;
using Rego.Evaluation.Documents;
using Rego.Options;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Planning;

/// <summary>What bodies are planned against: the documents, the functions, and the numbers given out so far.</summary>
internal sealed class PlannedPolicy
{
    private int _plans;
    private int _units;
    private int _nodes;

    internal PlannedPolicy(AnalyzedPolicy analyzed, DocumentPlan root)
    {
        Analyzed = analyzed;
        Root = root;
        CalledRules = new CalledRules(this);
    }

    /// <summary>The analysed policy.</summary>
    internal AnalyzedPolicy Analyzed { get; }

    /// <summary>The place <c>data</c>.</summary>
    internal DocumentPlan Root { get; }

    /// <summary>The rules without arguments that are called.</summary>
    internal CalledRules CalledRules { get; }

    /// <summary>The base document.</summary>
    internal RegoObject Data => Analyzed.Data;

    /// <summary>Whether definitions are chosen, and not all tried; see <see cref="RegoCompilerOptions.UsesShortcuts"/>.</summary>
    internal bool UsesShortcuts => Analyzed.Options.UsesShortcuts;

    /// <summary>The built-in functions.</summary>
    internal BuiltinRegistry Builtins => Analyzed.Builtins;

    /// <summary>Whether evaluations can be observed.</summary>
    internal bool IsInstrumented => Analyzed.Options.IsInstrumented;

    /// <summary>The number of operands of a called function.</summary>
    internal int ArityOf(Term @operator)
    {
        if (BuiltinNames.TryFind(Builtins, @operator, out var builtin))
        {
            return builtin.Type.Arguments.Length;
        }

        var rules = RuleReferences.RulesAt(Analyzed.Rules, @operator);
        return rules.Count == 0 ? -1 : rules[0].Rule.Head.ArgumentCount;
    }

    /// <summary>A number for a rule or a function. Safe to call from several threads.</summary>
    internal int AddPlan() => Interlocked.Increment(ref _plans) - 1;

    /// <summary>A number for a node that keeps something with the context. Safe to call from several threads.</summary>
    internal int AddNode() => Interlocked.Increment(ref _nodes) - 1;

    /// <summary>A new unit. Safe to call from several threads.</summary>
    internal CodeUnit AddUnit() => new(Interlocked.Increment(ref _units) - 1);
}
