using System.Collections.Immutable;
using Rego.Evaluation;
using Rego.Evaluation.Statements;
using Rego.Evaluation.Values;
using Rego.Syntax.Terms;

namespace Rego.Planning;

/// <content>
/// Negation as it is without <c>future.keywords.not</c>: only the outermost operation is negated. References and calls in its
/// operands are evaluated before, and where one is undefined, so is the whole statement.
/// </content>
internal sealed partial class BodyPlanner
{
    private void PlanNegated(Term term)
    {
        var rest = HoistOperands(term);
        Emit(new NotNode(PlanNested(() => PlanOperation(rest), static () => new SucceedNode())));
    }

    /// <summary>What is negated. A call may name what its result must be: its being undefined is then a part of what is negated.</summary>
    private void PlanOperation(Term term)
    {
        if (term is CallTerm call && call.Arguments.Length == policy.ArityOf(call.Operator) + 1)
        {
            PlanUnification(new CallTerm(call.Location, call.Operator, call.Arguments[..^1], call.IsInfix), call.Arguments[^1]);
        }
        else
        {
            PlanStatement(term);
        }
    }

    private Term HoistOperands(Term term)
    {
        if (term is not CallTerm call)
        {
            return HoistInside(term);
        }

        Func<Term, Term> hoist = NameOf(call.Operator) is "eq" or "equal" ? HoistInside : Hoist;
        var arguments = call.Arguments.Select(hoist).ToImmutableArray();
        return new CallTerm(call.Location, call.Operator, arguments, call.IsInfix);
    }

    /// <summary>Leaves a reference or a comprehension where it is, and hoists what its operands need.</summary>
    private Term HoistInside(Term term)
    {
        if (IsComprehension(term))
        {
            return term;
        }

        if (term is not RefTerm reference)
        {
            return Hoist(term);
        }

        var head = reference.Head is VarTerm ? reference.Head : Hoist(reference.Head);
        return new RefTerm(reference.Location, head, [.. reference.Path.Select(Hoist)]);
    }

    private Term Hoist(Term term)
    {
        if (term is VarTerm or NullTerm or BooleanTerm or NumberTerm or StringTerm or TemplateStringTerm || IsComprehension(term))
        {
            return term;
        }

        var value = PlanValue(term);
        if (value is ConstantNode)
        {
            return term;
        }

        var slot = variables.AddSlots(1);
        Emit(new AssignNode(slot, value));
        var name = $"#{slot}";
        variables.BindTo(name, slot);
        return new VarTerm(term.Location, name);
    }

    private static bool IsComprehension(Term term) =>
        term is ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm;
}
