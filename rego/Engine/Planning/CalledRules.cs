using Rego.Analysis;
using Rego.Analysis.Names;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Planning.Tracing;
using Rego.Syntax.Terms;

namespace Rego.Planning;

/// <summary>
/// The rules without arguments that are called, as in <c>name()</c>. A call runs their definitions as those of a function, and
/// does not see what a <c>with</c> has put in the place of the rule's value. Each is planned where a call of it is first met, in
/// the policy or in a query. Safe to call from several threads.
/// </summary>
internal sealed class CalledRules(PlannedPolicy policy)
{
    private readonly Dictionary<RuleTreeNode, DocumentPlan> _known = [];
    private readonly Queue<(DocumentPlan Document, RuleTreeNode Node)> _open = [];
    private readonly Lock _lock = new();
    private bool _isPlanning;

    /// <summary>The rules at exactly the reference, as a function; null where there are none.</summary>
    internal FunctionPlan? Find(Term @operator)
    {
        if (RuleReferences.NodeAt(policy.Analyzed.Rules, @operator) is not { Rules.Count: > 0 } node)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_known.TryGetValue(node, out var document))
            {
                document = Add(node);
                PlanOpen();
            }

            return document.Function;
        }
    }

    private DocumentPlan Add(RuleTreeNode node)
    {
        var document = new DocumentPlan(node.Key, [.. node.Rules[0].Path]);
        if (policy.IsInstrumented)
        {
            TracedPlaces.AddFunction(policy, document, arity: 0);
        }
        else
        {
            document.Function = new FunctionPlan(policy.AddPlan(), document.Path, arity: 0, policy.AddUnit());
        }

        _known.Add(node, document);
        _open.Enqueue((document, node));
        return document;
    }

    /// <summary>Plans the bodies. Calls in them add to the queue: a long chain of such rules must not become a deep recursion.</summary>
    private void PlanOpen()
    {
        if (_isPlanning)
        {
            return;
        }

        _isPlanning = true;
        try
        {
            while (_open.TryDequeue(out var next))
            {
                PlanBodies(next.Document, next.Node);
            }
        }
        catch
        {
            // Nobody may find what is planned by half.
            _known.Clear();
            _open.Clear();
            throw;
        }
        finally
        {
            _isPlanning = false;
        }
    }

    private void PlanBodies(DocumentPlan document, RuleTreeNode node)
    {
        if (policy.IsInstrumented)
        {
            TracedPlaces.PlanBodies(policy, document, node);
        }
        else
        {
            new FunctionPlanner(policy, document.Function!, node.Rules).Plan();
        }
    }
}
