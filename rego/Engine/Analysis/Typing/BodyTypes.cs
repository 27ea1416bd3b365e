using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Types;

namespace Rego.Analysis.Typing;

/// <summary>Checks the types of a body's statements, one after the other, and learns those of its variables.</summary>
internal sealed class BodyTypes
{
    private readonly TypeScope _scope;
    private readonly TypeMessages _messages;

    private BodyTypes(TypeScope scope, TypeMessages messages)
    {
        _scope = scope;
        _messages = messages;
    }

    /// <summary>Checks a body.</summary>
    /// <param name="body">The body, in its safe order.</param>
    /// <param name="outer">What is known around it.</param>
    /// <param name="messages">How errors call things.</param>
    /// <param name="scope">What is known behind it.</param>
    internal static List<TypeProblem> Check(Body body, TypeScope outer, TypeMessages messages, out TypeScope scope)
    {
        scope = new TypeScope(outer);
        var types = new BodyTypes(scope, messages);
        return [.. body.Expressions.SelectMany(types.Check)];
    }

    private List<TypeProblem> Check(Expression expression)
    {
        var problems = CheckClosures(expression);
        var references = new ReferenceTypes(_scope, _messages);
        references.Walk(expression);
        problems.AddRange(references.Problems);
        if (CheckStatement(expression) is { } problem && (problems.Count == 0 || !problem.IsOfUnknown))
        {
            problems.Add(problem);
        }

        return problems;
    }

    /// <summary>Checks the closures of a statement, each once: what is learnt of their types is kept.</summary>
    private List<TypeProblem> CheckClosures(Expression expression)
    {
        var problems = new List<TypeProblem>();
        ActionWalker.Walk(expression, node =>
        {
            if (node is not (ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm))
            {
                return node is not (LogicalExpression or NotBodyExpression);
            }

            problems.AddRange(ClosureTypes.Check((Term)node, _scope, _messages));
            return false;
        });
        return problems;
    }

    private TypeProblem? CheckStatement(Expression expression)
    {
        foreach (var with in expression.WithModifiers)
        {
            if (CheckWith(with) is { } problem)
            {
                return problem;
            }
        }

        if (expression is not TermExpression { Term: CallTerm call })
        {
            return null;
        }

        return SpecialCalls.IsUnification(expression, out _) ? CheckUnification(expression, call) : CheckCall(expression, call);
    }

    private TypeProblem? CheckWith(WithModifier with) =>
        _scope.TypeOf(with.Target) is FunctionType target && _scope.TypeOf(with.Value) is FunctionType value && !TypeMatching.CanMatch(target, value)
            ? new TypeProblem($"{TermPrinter.ToText(with.Target)}: arity mismatch", with.Location, Details: TypeErrorDetails.OfOperands(value.Arguments, _messages.OperandsOf(with.Target, target), target.Variadic))
            : null;

    private TypeProblem? CheckUnification(Expression expression, CallTerm call)
    {
        var (a, b) = (call.Arguments[0], call.Arguments[1]);
        var (left, right) = (_scope.TypeOf(a), _scope.TypeOf(b));
        return new TypeUnifier(_scope).Unify(a, left, b, right) ? null : Mismatch(expression, left, right, TypeAlgebra.HasUnknown(left) || TypeAlgebra.HasUnknown(right));
    }

    private TypeProblem? CheckCall(Expression expression, CallTerm call)
    {
        var type = _scope.TypeOf(call.Operator);
        if (type is AnyType || SpecialCalls.IsNamed(call.Operator, SpecialCalls.Unify))
        {
            return null;
        }

        if (type is not FunctionType function)
        {
            return new TypeProblem($"undefined function {NameOf(call)}", expression.Location);
        }

        var unifier = new TypeUnifier(_scope);
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var expected = i < function.Arguments.Length ? function.Arguments[i] : function.Variadic ?? function.Result;
            if (expected is null)
            {
                return Refuse("too many arguments", expression, call, function);
            }

            if (!unifier.Unify(call.Arguments[i], expected))
            {
                return Refuse("invalid argument(s)", expression, call, function);
            }
        }

        return CheckMembership(expression, call);
    }

    /// <summary>What is looked for must be of a type that the collection can hold.</summary>
    private TypeProblem? CheckMembership(Expression expression, CallTerm call)
    {
        var at = call.Operator is not RefTerm { Head: VarTerm { Name: "internal" } } ? 0 : NameOf(call) switch
        {
            "internal.member_2" => 1,
            "internal.member_3" => 2,
            _ => 0,
        };
        if (at == 0 || _scope.TypeOf(call.Arguments[at]) is not { } collection || TypeAlgebra.Values(collection) is not { } values)
        {
            return null;
        }

        if (!CanBe(call.Arguments[at - 1], values))
        {
            return Mismatch(expression, _scope.TypeOf(call.Arguments[at - 1]), values);
        }

        return at == 1 || TypeAlgebra.Keys(collection) is not { } keys || CanBe(call.Arguments[0], keys)
            ? null
            : Mismatch(expression, _scope.TypeOf(call.Arguments[0]), keys);
    }

    private TypeProblem Refuse(string message, Expression expression, CallTerm call, FunctionType function)
    {
        var have = call.Arguments.Select(_scope.TypeOf).ToList();
        var details = TypeErrorDetails.OfOperands(have, _messages.OperandsAndResultOf(call.Operator, function), function.Variadic);
        return new TypeProblem($"{NameOf(call)}: {message}", expression.Location, have.Any(TypeAlgebra.HasUnknown), details);
    }

    private static TypeProblem Mismatch(Expression expression, RegoType left, RegoType right, bool isOfUnknown = false) =>
        new("match error", expression.Location, isOfUnknown, TypeErrorDetails.OfMatch(left, right));

    private string NameOf(CallTerm call) => _messages.Print(call.Operator);

    private bool CanBe(Term term, RegoType? type) =>
        _scope.TypeOf(term) is var own && (TypeAlgebra.HasUnknown(own) || TypeAlgebra.HasUnknown(type) || TypeMatching.CanMatch(own, type));
}
