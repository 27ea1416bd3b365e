using System.Collections.Immutable;
using Rego.Builtins;
using Rego.Evaluation;
using Rego.Evaluation.Calls;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Rules;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Values;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Planning;

/// <content>Calls.</content>
internal sealed partial class BodyPlanner
{
    /// <summary>The dotted name of a built-in function, or null for a function of the policy.</summary>
    private static string? NameOf(Term @operator) => @operator switch
    {
        VarTerm variable => variable.Name,
        RefTerm { Head: VarTerm { Name: not "data" } head } reference when reference.Path.All(part => part is StringTerm) =>
            string.Join('.', reference.Path.Select(part => ((StringTerm)part).Value).Prepend(head.Name)),
        _ => null,
    };

    private ValueNode PlanCall(CallTerm call)
    {
        if (NameOf(call.Operator) is { } name)
        {
            return PlanBuiltinCall(call, name);
        }

        var function = FindCallee(call.Operator) ?? throw Unplannable(call.Operator);
        return new FunctionCallNode(function, PlanOperands(call.Arguments));
    }

    private ValueNode PlanBuiltinCall(CallTerm call, string name)
    {
        if (ComparisonOf(name) is { } comparison)
        {
            var (left, right) = PlanPair(call.Arguments[0], call.Arguments[1]);
            return new ComparisonNode(comparison, left, right);
        }

        var builtin = FindBuiltin(name) ?? throw new UnplannableException($"there is no built-in function {name}", call.Location);
        var node = PlanBuiltinCall(new BuiltinCallSite(builtin, call.Location), PlanOperands(call.Arguments));
        if (!builtin.IsRelation)
        {
            return node;
        }

        var slot = variables.AddSlots(1);
        Emit(new RelationNode(node, slot));
        return new SlotNode(slot);
    }

    private static CallNode PlanBuiltinCall(BuiltinCallSite site, ValueNode[] operands) => site.Builtin.Function switch
    {
        Builtin0 function => new Builtin0CallNode(site, function),
        Builtin1 function => new Builtin1CallNode(site, function, operands[0]),
        Builtin2 function => new Builtin2CallNode(site, function, operands[0], operands[1]),
        Builtin3 function => new Builtin3CallNode(site, function, operands[0], operands[1], operands[2]),
        BuiltinN function => new BuiltinNCallNode(site, function, operands),
        _ => throw new InvalidOperationException($"the built-in function {site.Builtin.Name} cannot be called"),
    };

    private static ComparisonOperator? ComparisonOf(string name) => name switch
    {
        "equal" or "eq" => ComparisonOperator.Equal,
        "neq" => ComparisonOperator.NotEqual,
        "lt" => ComparisonOperator.Less,
        "lte" => ComparisonOperator.LessOrEqual,
        "gt" => ComparisonOperator.Greater,
        "gte" => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };

    private Builtin? FindBuiltin(string name) => policy.Builtins.TryGet(name, out var builtin) ? builtin : null;

    /// <summary>What a call runs: a function, or a rule without arguments.</summary>
    private FunctionPlan? FindCallee(Term @operator) => FindFunction(@operator) ?? policy.CalledRules.Find(@operator);

    private FunctionPlan? FindFunction(Term term)
    {
        if (term is not RefTerm { Head: VarTerm { Name: "data" } } reference)
        {
            return null;
        }

        var place = policy.Root;
        foreach (var part in reference.Path)
        {
            if (ConstantTerms.ToScalar(part) is not { } key || !place.TryGetChild(key, out var child))
            {
                return null;
            }

            place = child;
        }

        return place.Function;
    }

    private WithReplacement[] PlanModifiers(ImmutableArray<WithModifier> modifiers) => [.. modifiers.Select(PlanModifier)];

    private WithReplacement PlanModifier(WithModifier modifier)
    {
        var target = modifier.Target;
        if (FindFunction(target) is { } function)
        {
            return PlanFunctionReplacement(function, modifier.Value);
        }

        var (head, path) = target is RefTerm reference ? (reference.Head, reference.Path) : (target, []);
        if (head is VarTerm { Name: "input" or "data" } document)
        {
            var keys = path.Select(part => ConstantTerms.ToScalar(part) ?? throw Unplannable(part)).ToArray();
            var value = EmitAssign(PlanValue(modifier.Value));
            return document.Name == "input" ? new InputReplacement(keys, value) : new DataReplacement(keys, value);
        }

        var builtin = NameOf(target) is { } name ? FindBuiltin(name) : null;
        return PlanFunctionReplacement(builtin ?? throw Unplannable(target), modifier.Value);
    }

    private FunctionReplacement PlanFunctionReplacement(object target, Term value)
    {
        if (FindFunction(value) is { } function)
        {
            return new FunctionReplacement(target, function, null);
        }

        var head = value is RefTerm reference ? reference.Head : value;
        var name = head is VarTerm variable && IsUnbound(variable) ? NameOf(value) : null;
        return name is not null && FindBuiltin(name) is { } builtin
            ? new FunctionReplacement(target, new BuiltinCallSite(builtin, value.Location), null)
            : new FunctionReplacement(target, null, EmitAssign(PlanValue(value)));
    }
}
