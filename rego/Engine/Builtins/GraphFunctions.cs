using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Graphs as objects from nodes to their neighbours, and walks through documents.</summary>
internal static class GraphFunctions
{
    private const string Collection = "{array, set}";

    private static readonly RegoType Graph = ObjectOf(AnyT, AnyCollection);

    internal static IEnumerable<Builtin> All =>
    [
        new("graph.reachable", Graph, AnyCollection, AnySet, Reachable),
        new("graph.reachable_paths", Graph, AnyCollection, SetOf(AnyArray), ReachablePaths),
        new("walk", AnyT, TupleOf(AnyArray, AnyT), Walk) { IsRelation = true },
    ];

    private static RegoValue Reachable(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is not RegoObject graph)
        {
            return context.FailType(1, "object", a);
        }

        if (!Operands.TryItems(b, out var initial))
        {
            return context.FailType(2, Collection, b);
        }

        var reached = new RegoSetBuilder();
        var open = new Stack<RegoValue>(initial.ToArray());
        while (open.TryPop(out var node))
        {
            context.Charge(4, 16);
            if (!graph.TryGetValue(node, out var edges) || !reached.Add(node))
            {
                continue;
            }

            Operands.TryItems(edges, out var neighbours);
            context.Charge(neighbours.Length, 8L * neighbours.Length);
            foreach (var neighbour in neighbours)
            {
                open.Push(neighbour);
            }
        }

        return reached.Build();
    }

    private static RegoValue ReachablePaths(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is not RegoObject graph)
        {
            return context.FailType(1, "object", a);
        }

        if (!Operands.TryItems(b, out var initial))
        {
            return context.FailType(2, Collection, b);
        }

        var paths = new RegoSetBuilder();
        var open = new Stack<PathStep>();
        foreach (var node in initial)
        {
            if (graph.ContainsKey(node))
            {
                open.Push(new PathStep(node, null));
            }
        }

        while (open.TryPop(out var step))
        {
            Extend(context, graph, step, open, paths);
        }

        return paths.Build();
    }

    /// <summary>Follows the edges of a path's last node; a path ends where none leads on, or where one closes a cycle.</summary>
    private static void Extend(BuiltinContext context, RegoObject graph, PathStep step, Stack<PathStep> open, RegoSetBuilder paths)
    {
        Operands.TryItems(graph[step.Node], out var neighbours);
        var ends = neighbours.IsEmpty;
        foreach (var neighbour in neighbours)
        {
            context.Charge(1 + step.Length, 48);
            // A first node that is its own neighbour is visited twice, as in OPA.
            if (!graph.ContainsKey(neighbour) || (step.Length > 1 && step.Contains(neighbour)))
            {
                ends = true;
            }
            else
            {
                open.Push(new PathStep(neighbour, step));
            }
        }

        if (ends)
        {
            context.Charge(step.Length, 8L * step.Length);
            paths.Add(step.ToArray());
        }
    }

    /// <summary>All documents below a value with their paths, itself first; as an array of pairs.</summary>
    private static RegoValue Walk(BuiltinContext context, RegoValue a)
    {
        var pairs = new List<RegoValue>();
        var open = new Stack<(RegoArray Path, RegoValue Value)>();
        open.Push((RegoArray.Empty, a));
        while (open.TryPop(out var at))
        {
            context.Charge(2 + at.Path.Count, 96 + (8L * at.Path.Count));
            pairs.Add(RegoArray.From(at.Path, at.Value));
            PushChildren(open, at.Path, at.Value);
        }

        return RegoArray.Own([.. pairs]);
    }

    private static void PushChildren(Stack<(RegoArray Path, RegoValue Value)> open, RegoArray path, RegoValue value)
    {
        // Pushed backwards, so that they come off in their order.
        switch (value)
        {
            case RegoArray array:
                for (var i = array.Count - 1; i >= 0; i--)
                {
                    open.Push((RegoArray.Own([.. path.Items, RegoNumber.From(i)]), array[i]));
                }

                break;
            case RegoObject members:
                for (var i = members.Count - 1; i >= 0; i--)
                {
                    open.Push((RegoArray.Own([.. path.Items, members.Keys[i]]), members.Values[i]));
                }

                break;
            case RegoSet set:
                for (var i = set.Count - 1; i >= 0; i--)
                {
                    open.Push((RegoArray.Own([.. path.Items, set.Items[i]]), set.Items[i]));
                }

                break;
        }
    }

    private sealed class PathStep(RegoValue node, PathStep? previous)
    {
        internal RegoValue Node => node;

        internal int Length { get; } = previous is null ? 1 : previous.Length + 1;

        internal bool Contains(RegoValue other)
        {
            for (var step = this; step is not null; step = step.Previous)
            {
                if (step.Node.Equals(other))
                {
                    return true;
                }
            }

            return false;
        }

        internal RegoArray ToArray()
        {
            var nodes = new RegoValue[Length];
            for (var step = this; step is not null; step = step.Previous)
            {
                nodes[step.Length - 1] = step.Node;
            }

            return RegoArray.Own(nodes);
        }

        private PathStep? Previous => previous;
    }
}
