using System.Diagnostics.CodeAnalysis;
using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Evaluation.Documents;

/// <summary>A place below <c>data</c> at or below which rules stand.</summary>
internal sealed class DocumentPlan(RegoValue key, RegoValue[] path)
{
    private readonly Dictionary<RegoValue, DocumentPlan> _byKey = [];
    private DocumentPlan[] _children = [];

    /// <summary>The last part of the path.</summary>
    internal RegoValue Key { get; } = key;

    /// <summary>The path below <c>data</c>.</summary>
    internal RegoValue[] Path { get; } = path;

    /// <summary>The rule that stands here, or null; set once, while planning.</summary>
    internal RulePlan? Rule { get; set; }

    /// <summary>The function that stands here, or null; set once, while planning.</summary>
    internal FunctionPlan? Function { get; set; }

    /// <summary>The places below, sorted by key.</summary>
    internal ReadOnlySpan<DocumentPlan> Children => _children;

    /// <summary>The place below under a key. A number must be spelled alike: <c>1.0</c> is not the place <c>1</c>.</summary>
    internal bool TryGetChild(RegoValue key, [NotNullWhen(true)] out DocumentPlan? child) =>
        _byKey.TryGetValue(key, out child) && (key is not RegoNumber number || number.Text == ((RegoNumber)child.Key).Text);

    internal void SetChildren(IEnumerable<DocumentPlan> children)
    {
        _children = [.. children.OrderBy(child => child.Key)];
        foreach (var child in _children)
        {
            _byKey.Add(child.Key, child);
        }
    }

    /// <summary>
    /// The whole document: the base document with what the rules say. Where both have a member, objects are joined and
    /// otherwise the base document's counts.
    /// </summary>
    /// <param name="context">The evaluation.</param>
    /// <param name="data">The base document at this place, or undefined.</param>
    internal RegoValue GetValue(EvaluationContext context, RegoValue data)
    {
        if (Function is not null || context.Scope.IsReplaced(Path))
        {
            return data;
        }

        if (Rule is not null)
        {
            return DocumentMerge.Join(data, Rule.GetValue(context));
        }

        return data is RegoObject or RegoUndefined ? JoinChildren(context, data as RegoObject ?? RegoObject.Empty) : data;
    }

    private RegoObject JoinChildren(EvaluationContext context, RegoObject data)
    {
        context.Enter();
        var members = new RegoObjectBuilder(data.Count + _children.Length);
        for (var i = 0; i < data.Count; i++)
        {
            members[data.Keys[i]] = data.Values[i];
        }

        foreach (var child in _children)
        {
            var value = child.GetValue(context, data[child.Key]);
            if (value.IsDefined)
            {
                members[child.Key] = value;
            }
        }

        context.Charge(members.Count, 16L * members.Count);
        context.Leave();
        return members.Build();
    }
}
