using System.Collections.Immutable;
using Rego.Evaluation.Documents;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Planning;

/// <summary>
/// Finds in a rule's body what is cheap to look at and often decides: known places in the input and the base document, and
/// comparisons of a function's operands. They are planned before the rest. OPA's rule index looks at the same before it
/// evaluates a body, so an error in the rest comes up only where all these are there.
/// </summary>
internal sealed class GuardStatements(PlannedPolicy policy, ImmutableArray<Term> arguments)
{
    private readonly List<Expression> _first = [];
    private readonly Dictionary<string, VarTerm> _places = [];

    /// <summary>The statements in the order in which to plan them.</summary>
    internal IReadOnlyList<Expression> Arrange(ImmutableArray<Expression> statements)
    {
        var rest = new List<Expression>(statements.Length);
        foreach (var statement in statements)
        {
            if (IsGuard(statement))
            {
                _first.Add(statement);
            }
            else
            {
                rest.Add(MovePlaces(statement));
            }
        }

        return [.. _first, .. rest];
    }

    /// <summary>A term of the head with variables in place of the known places in it; to be asked before the statements are arranged.</summary>
    internal Term Move(Term term) => term switch
    {
        RefTerm reference => IsKnownPlace(reference) ? PlaceOf(reference) : MoveOperands(reference),
        CallTerm call => new CallTerm(call.Location, call.Operator, Move(call.Arguments, Move), call.IsInfix),
        ArrayTerm array => new ArrayTerm(array.Location, Move(array.Items, Move)),
        SetTerm set => new SetTerm(set.Location, Move(set.Items, Move)),
        ObjectTerm members => new ObjectTerm(members.Location, [.. members.Members.Select(member => new ObjectMember(Move(member.Key), Move(member.Value)))]),
        _ => term,
    };

    private bool IsGuard(Expression statement)
    {
        if (statement is not TermExpression { IsNegated: false, Term: CallTerm { Operator: VarTerm { Name: "eq" } } call } || !statement.WithModifiers.IsDefaultOrEmpty)
        {
            return false;
        }

        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        return (IsKnownPlace(left) && IsSimple(right))
            || (IsKnownPlace(right) && IsSimple(left))
            || (IsArgument(left) && ConstantTerms.ToScalar(right) is not null)
            || (IsArgument(right) && ConstantTerms.ToScalar(left) is not null);
    }

    /// <summary>The statement with variables in place of the known places among the operands of its calls.</summary>
    private Expression MovePlaces(Expression statement)
    {
        if (statement.IsNegated)
        {
            return statement;
        }

        if (!statement.WithModifiers.IsDefaultOrEmpty)
        {
            return statement is TermExpression { Term: var term } ? new TermExpression(statement.Location, term, false, Move(statement.WithModifiers)) : statement;
        }

        return statement switch
        {
            TermExpression { Term: CallTerm call } when !IsPrint(call) => new TermExpression(statement.Location, MovePlaces(call), false, []),
            TermExpression { Term: RefTerm reference } => new TermExpression(statement.Location, Move(reference), false, []),
            SomeExpression { Domain: { } domain } some => new SomeExpression(some.Location, some.Symbols, MoveInside(domain), false, []) { Membership = some.Membership },
            _ => statement,
        };
    }

    /// <summary>What replaces is computed before the statement, and seen from outside of it.</summary>
    private ImmutableArray<WithModifier> Move(ImmutableArray<WithModifier> modifiers) =>
        [.. modifiers.Select(modifier => new WithModifier(modifier.Location, modifier.Target, Move(modifier.Value)))];

    private CallTerm MovePlaces(CallTerm call)
    {
        var isUnification = call.Operator is VarTerm { Name: "eq" };
        return new CallTerm(call.Location, call.Operator, Move(call.Arguments, isUnification ? MoveInside : Move), call.IsInfix);
    }

    /// <summary>Printing something undefined is no failure.</summary>
    private static bool IsPrint(CallTerm call) => call.Operator is VarTerm { Name: "print" };

    private static ImmutableArray<Term> Move(ImmutableArray<Term> terms, Func<Term, Term> move) => [.. terms.Select(move)];

    private Term MoveInside(Term term) => term switch
    {
        CallTerm call => new CallTerm(call.Location, call.Operator, Move(call.Arguments, Move), call.IsInfix),
        ArrayTerm or SetTerm or ObjectTerm => Move(term),
        RefTerm reference => MoveOperands(reference),
        _ => term,
    };

    /// <summary>The reference with variables in place of the known places among its operands.</summary>
    private RefTerm MoveOperands(RefTerm reference) =>
        new(reference.Location, reference.Head is VarTerm ? reference.Head : Move(reference.Head), Move(reference.Path, Move));

    private VarTerm PlaceOf(RefTerm reference)
    {
        var name = string.Join('/', reference.Path.Select(part => ConstantTerms.ToScalar(part)!.ToString()).Prepend($"#{((VarTerm)reference.Head).Name}"));
        if (!_places.TryGetValue(name, out var variable))
        {
            variable = new VarTerm(reference.Location, name);
            _places.Add(name, variable);
            var assign = new CallTerm(reference.Location, new VarTerm(reference.Location, "eq"), [variable, reference], isInfix: true);
            _first.Add(new TermExpression(reference.Location, assign, false, []));
        }

        return variable;
    }

    private static bool IsSimple(Term term) =>
        term is VarTerm { Name: not ("input" or "data") } || ConstantTerms.ToScalar(term) is not null;

    private bool IsArgument(Term term) =>
        term is VarTerm variable && !arguments.IsDefaultOrEmpty && arguments.Any(argument => argument is VarTerm other && other.Name == variable.Name);

    private bool IsKnownPlace(Term term)
    {
        if (term is not RefTerm { Head: VarTerm head } reference || !reference.Path.All(part => ConstantTerms.ToScalar(part) is not null))
        {
            return false;
        }

        return head.Name == "input" || (head.Name == "data" && !IsVirtual(policy.Root, reference.Path));
    }

    private static bool IsVirtual(DocumentPlan place, ImmutableArray<Term> path)
    {
        foreach (var part in path)
        {
            if (place.Rule is not null)
            {
                return true;
            }

            if (!place.TryGetChild(ConstantTerms.ToScalar(part)!, out var child))
            {
                return false;
            }

            place = child;
        }

        return true;
    }
}
