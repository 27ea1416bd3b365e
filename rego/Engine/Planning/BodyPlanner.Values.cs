using System.Collections.Immutable;
using Rego.Evaluation;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Values;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning;

/// <content>Terms that are read.</content>
internal sealed partial class BodyPlanner
{
    /// <summary>Plans a term for its value. What has several values is emitted as statements before.</summary>
    internal ValueNode PlanValue(Term term) => term switch
    {
        VarTerm variable => PlanVariable(variable),
        RefTerm reference => PlanReference(reference),
        CallTerm call => PlanCall(call),
        ArrayTerm array => PlanArray(array),
        ObjectTerm members => PlanObject(members),
        SetTerm set => PlanSet(set),
        ArrayComprehensionTerm comprehension => PlanArrayComprehension(comprehension),
        SetComprehensionTerm comprehension => PlanSetComprehension(comprehension.Item, comprehension.Body),
        ObjectComprehensionTerm comprehension => PlanObjectComprehension(comprehension),
        TemplateStringTerm template => PlanTemplate(template),
        _ => new ConstantNode(ConstantTerms.ToScalar(term) ?? throw Unplannable(term)),
    };

    /// <summary>Plans terms that stand beside each other. Variables come last, since another of the terms may assign them.</summary>
    internal ValueNode[] PlanValues(ImmutableArray<Term> terms)
    {
        var nodes = new ValueNode[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i] is not VarTerm)
            {
                nodes[i] = PlanValue(terms[i]);
            }
        }

        for (var i = 0; i < terms.Length; i++)
        {
            nodes[i] ??= PlanValue(terms[i]);
        }

        return nodes;
    }

    private static UnplannableException Unplannable(Term term) => new($"a term of the kind {term.GetType().Name} cannot be planned", term.Location);

    private (ValueNode Left, ValueNode Right) PlanPair(Term left, Term right)
    {
        var nodes = PlanValues([left, right]);
        return (nodes[0], nodes[1]);
    }

    private ValueNode PlanVariable(VarTerm variable)
    {
        if (variables.IsBound(variable.Name))
        {
            return new SlotNode(variables.SlotOf(variable.Name));
        }

        return variable.Name switch
        {
            "input" => new InputNode(),
            "data" => new DocumentNode(policy.Root),
            _ => throw new UnplannableException($"variable {variable.Name} has no value", variable.Location),
        };
    }

    private ValueNode PlanArray(ArrayTerm array)
    {
        var items = PlanValues(array.Items);
        return AreConstant(items) ? new ConstantNode(RegoArray.From(items.Select(ConstantOf))) : new ArrayNode(items);
    }

    private ValueNode PlanSet(SetTerm set)
    {
        var items = PlanValues(SyntaxOrder.Sort(set.Items));
        return AreConstant(items) ? new ConstantNode(RegoSet.From(items.Select(ConstantOf))) : new SetNode(items);
    }

    private ValueNode PlanObject(ObjectTerm term)
    {
        var nodes = PlanValues([.. term.Members.OrderBy(member => member.Key, TermOrder.Instance).SelectMany(member => new[] { member.Key, member.Value })]);
        var keys = nodes.Where((_, i) => i % 2 == 0).ToArray();
        var values = nodes.Where((_, i) => i % 2 == 1).ToArray();
        if (!AreConstant(keys))
        {
            return new ObjectNode(keys, values);
        }

        var keyValues = keys.Select(ConstantOf).ToArray();
        if (AreConstant(values))
        {
            return new ConstantNode(RegoObject.From(keyValues.Zip(values.Select(ConstantOf), KeyValuePair.Create)));
        }

        if (keyValues.Distinct().Count() < keyValues.Length)
        {
            return new ObjectNode(keys, values);
        }

        Array.Sort(keyValues, values);
        return new ConstantKeysObjectNode(keyValues, values);
    }

    private ArrayComprehensionNode PlanArrayComprehension(ArrayComprehensionTerm term)
    {
        var state = variables.AddState();
        var entry = PlanNested(() => PlanBody(term.Body), () => new AppendNode(state, PlanValue(term.Item)));
        return new ArrayComprehensionNode(new ComprehensionBody(entry, state));
    }

    private SetComprehensionNode PlanSetComprehension(Term item, Body? body)
    {
        var state = variables.AddState();
        var entry = PlanNested(() => PlanBody(body), () => new AddElementNode(state, PlanValue(item)));
        return new SetComprehensionNode(new ComprehensionBody(entry, state));
    }

    private ObjectComprehensionNode PlanObjectComprehension(ObjectComprehensionTerm term)
    {
        var state = variables.AddState();
        var entry = PlanNested(
            () => PlanBody(term.Body),
            () =>
            {
                var (key, value) = PlanPair(term.Key, term.Value);
                return new AddMemberNode(state, key, value, term.Location);
            });
        return new ObjectComprehensionNode(new ComprehensionBody(entry, state));
    }

    /// <summary>The set of a term's values: empty where it is undefined.</summary>
    private ValueNode PlanValueSet(Term term)
    {
        if (ConstantTerms.ToScalar(term) is { } value)
        {
            return new ConstantNode(RegoSet.From(value));
        }

        return PlanSetComprehension(term, null);
    }

    private TemplateNode PlanTemplate(TemplateStringTerm template)
    {
        var texts = new List<string> { string.Empty };
        var expressions = new List<ValueNode>();
        foreach (var part in template.Parts)
        {
            if (part.Expression is null)
            {
                texts[^1] += part.Text;
            }
            else
            {
                expressions.Add(PlanExpressionSet(part.Expression));
                texts.Add(string.Empty);
            }
        }

        return new TemplateNode([.. texts], [.. expressions]);
    }

    private ValueNode PlanExpressionSet(Expression expression)
    {
        var term = ((TermExpression)expression).Term;
        if (expression.WithModifiers.IsDefaultOrEmpty)
        {
            return PlanValueSet(term);
        }

        var state = variables.AddState();
        var slot = variables.AddSlots(1);
        var entry = PlanNested(
            () =>
            {
                Emit(new EnterWithNode(PlanModifiers(expression.WithModifiers)));
                Emit(new AssignNode(slot, PlanValue(term)));
                Emit(new LeaveWithNode());
            },
            () => new AddElementNode(state, new SlotNode(slot)));
        return new SetComprehensionNode(new ComprehensionBody(entry, state));
    }

    private static bool AreConstant(ValueNode[] nodes) => Array.TrueForAll(nodes, node => node is ConstantNode);

    private static RegoValue ConstantOf(ValueNode node) => ((ConstantNode)node).Value;
}
