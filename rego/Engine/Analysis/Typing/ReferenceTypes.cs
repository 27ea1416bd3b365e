using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Types;

namespace Rego.Analysis.Typing;

/// <summary>Checks references: functions that are not called, and operands that lead nowhere.</summary>
internal sealed class ReferenceTypes : SyntaxWalker
{
    private readonly TypeScope _scope;
    private readonly TypeMessages _messages;

    internal ReferenceTypes(TypeScope scope, TypeMessages messages)
    {
        _scope = scope;
        _messages = messages;
    }

    /// <summary>What was found wrong.</summary>
    internal List<TypeProblem> Problems { get; } = [];

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or LogicalExpression or NotBodyExpression:
                return false;
            case TermExpression { Term: CallTerm call }:
                Walk(call.Arguments);
                return false;
            case TermExpression statement:
                Walk(statement.Term);
                return false;
            case RefTerm reference:
                return Check(reference);
            default:
                return true;
        }
    }

    private bool Check(RefTerm reference)
    {
        if (_scope.TypeOf(reference) is FunctionType function)
        {
            Problems.Add(Unsupported(reference, reference.Path.Length, function));
            return false;
        }

        var problem = reference.Head is VarTerm head ? CheckFrom(head, reference) : null;
        if (problem is not null)
        {
            Problems.Add(problem);
        }

        return true;
    }

    private TypeProblem? CheckFrom(VarTerm head, RefTerm reference)
    {
        if (_scope.TryGet(head.Name, out var type))
        {
            return CheckBelow(type, reference, 0);
        }

        var isKnown = RootDocuments.IsRoot(head);
        foreach (var node in _scope.NodesOf(head))
        {
            isKnown = true;
            if (TryCheckAt(node, reference, out var problem))
            {
                return problem;
            }
        }

        if (!isKnown)
        {
            _scope.Put(head.Name, RegoType.Any);
        }

        return CheckBelow(RegoType.Any, reference, 0);
    }

    /// <summary>Follows the operands through a tree; false where they lead out of what it knows.</summary>
    private bool TryCheckAt(TypeNode node, RefTerm reference, out TypeProblem? problem)
    {
        problem = null;
        for (var at = 0; at < reference.Path.Length; at++)
        {
            if (node.Type is not null)
            {
                problem = CheckBelow(node.Type, reference, at);
                return true;
            }

            var operand = reference.Path[at];
            if (at < 2 && operand is not (VarTerm or StringTerm))
            {
                problem = Invalid(reference, at, KnownTypeOf(operand), PossibleKeys.At(node, RegoType.String));
                return true;
            }

            if (operand is VarTerm variable && !RootDocuments.IsRoot(variable) && !CheckVariable(variable, TypeAlgebra.Keys(node.Extent)))
            {
                problem = Invalid(reference, at, KnownTypeOf(operand), PossibleKeys.At(node, TypeAlgebra.Keys(node.Extent)));
                return true;
            }

            if (ConstantTerms.ToScalar(operand) is not { } key || !node.Children.TryGetValue(key, out var child))
            {
                // What the base document has here is not known.
                return false;
            }

            node = child;
        }

        return true;
    }

    /// <summary>Follows the operands from a position on through a type.</summary>
    private TypeProblem? CheckBelow(RegoType? type, RefTerm reference, int at)
    {
        for (; at < reference.Path.Length; at++)
        {
            if (TypeAlgebra.Keys(type) is not { } keys)
            {
                return Unsupported(reference, at, type);
            }

            var operand = reference.Path[at];
            if (ConstantTerms.ToScalar(operand) is { } key)
            {
                var member = TypeAlgebra.Select(type, key);
                if (member is null)
                {
                    return Invalid(reference, at, null, PossibleKeys.Of(type));
                }

                type = member;
                continue;
            }

            if (!CheckOperand(operand, keys))
            {
                return Invalid(reference, at, KnownTypeOf(operand), operand is VarTerm or RefTerm ? PossibleKeys.Of(type) : new PossibleKeys(keys, []));
            }

            type = TypeAlgebra.Values(type);
        }

        return null;
    }

    private bool CheckOperand(Term operand, RegoType keys) => operand switch
    {
        VarTerm variable when !RootDocuments.IsRoot(variable) => CheckVariable(variable, keys),
        ArrayTerm or ObjectTerm or SetTerm => new TypeUnifier(_scope).Unify(operand, keys),
        RefTerm => _scope.TypeOf(operand) is var type && (type is UnknownType || TypeMatching.CanMatch(type, keys)),
        _ => true,
    };

    private bool CheckVariable(VarTerm variable, RegoType? keys)
    {
        if (_scope.TryGet(variable.Name, out var known))
        {
            return TypeMatching.CanMatch(known, keys);
        }

        _scope.Put(variable.Name, keys ?? UnknownType.Instance);
        return true;
    }

    private TypeProblem Invalid(RefTerm reference, int at, RegoType? have, PossibleKeys want)
    {
        var shown = _messages.Show(reference);
        return new TypeProblem($"undefined ref: {shown}", reference.Head.Location, Details: TypeErrorDetails.OfInvalid(shown, at + 1, have, want));
    }

    private TypeProblem Unsupported(RefTerm reference, int at, RegoType? type)
    {
        var shown = _messages.Show(reference);
        var message = type is FunctionType ? $"function {shown} used as reference, not called" : $"undefined ref: {shown}";
        return new TypeProblem(message, reference.Head.Location, Details: TypeErrorDetails.OfUnsupported(shown, at, type));
    }

    private RegoType? KnownTypeOf(Term operand) => _scope.TypeOf(operand) is var type and not UnknownType ? type : null;
}
