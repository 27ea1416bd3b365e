using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Checks the types of a body's statements, one after the other, and learns those of its variables.</summary>
internal sealed class BodyTypes
{
    private readonly TypeScope _scope;
    private readonly LocalNames _names;

    private BodyTypes(TypeScope scope, LocalNames names)
    {
        _scope = scope;
        _names = names;
    }

    /// <summary>Checks a body.</summary>
    /// <param name="body">The body, in its safe order.</param>
    /// <param name="outer">What is known around it.</param>
    /// <param name="names">The names as written.</param>
    /// <param name="scope">What is known behind it.</param>
    internal static List<TypeProblem> Check(Body body, TypeScope outer, LocalNames names, out TypeScope scope)
    {
        scope = new TypeScope(outer);
        var types = new BodyTypes(scope, names);
        return [.. body.Expressions.SelectMany(types.Check)];
    }

    private List<TypeProblem> Check(Expression expression)
    {
        var problems = CheckClosures(expression);
        var references = new ReferenceTypes(_scope, _names);
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

            problems.AddRange(ClosureTypes.Check((Term)node, _scope, _names));
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

        return Operators.IsUnification(expression, out _) ? CheckUnification(expression, call) : CheckCall(expression, call);
    }

    private TypeProblem? CheckWith(WithModifier with)
    {
        var isReplaced = _scope.TypeOf(with.Target) is FunctionType target
            && _scope.TypeOf(with.Value) is FunctionType value
            && !TypeMatching.CanMatch(target, value);
        return isReplaced ? new TypeProblem($"{TermPrinter.ToText(with.Target)}: arity mismatch", with.Location) : null;
    }

    private TypeProblem? CheckUnification(Expression expression, CallTerm call)
    {
        var (a, b) = (call.Arguments[0], call.Arguments[1]);
        if (new TypeUnifier(_scope).Unify(a, b))
        {
            return null;
        }

        var isOfUnknown = TypeAlgebra.HasUnknown(_scope.TypeOf(a)) || TypeAlgebra.HasUnknown(_scope.TypeOf(b));
        return new TypeProblem("match error", expression.Location, isOfUnknown);
    }

    private TypeProblem? CheckCall(Expression expression, CallTerm call)
    {
        var type = _scope.TypeOf(call.Operator);
        if (TypeAlgebra.IsAny(type) || Operators.IsNamed(call.Operator, Operators.Unify))
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
                return new TypeProblem($"{NameOf(call)}: too many arguments", expression.Location);
            }

            if (!unifier.Unify(call.Arguments[i], expected))
            {
                var isOfUnknown = call.Arguments.Any(argument => TypeAlgebra.HasUnknown(_scope.TypeOf(argument)));
                return new TypeProblem($"{NameOf(call)}: invalid argument(s)", expression.Location, isOfUnknown);
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
        if (at == 0 || TypeAlgebra.Values(_scope.TypeOf(call.Arguments[at])) is not { } values)
        {
            return null;
        }

        var keys = TypeAlgebra.Keys(_scope.TypeOf(call.Arguments[at]));
        return CanBe(call.Arguments[at - 1], values) && (at == 1 || CanBe(call.Arguments[0], keys)) ? null : new TypeProblem("match error", expression.Location);
    }

    private string NameOf(CallTerm call) => TermPrinter.ToText(call.Operator, _names.Display);

    private bool CanBe(Term term, RegoType? type) =>
        _scope.TypeOf(term) is var own && (TypeAlgebra.HasUnknown(own) || TypeAlgebra.HasUnknown(type) || TypeMatching.CanMatch(own, type));
}
