using System.Collections.Immutable;
using Rego.Evaluation;
using Rego.Syntax.Terms;

namespace Rego.Planning;

/// <content>Operands of calls.</content>
internal sealed partial class BodyPlanner
{
    /// <summary>
    /// Plans the operands of a call. Calls among them come before comprehensions, whatever their order: OPA takes them out of the
    /// statement, and what fails first is told.
    /// </summary>
    private ValueNode[] PlanOperands(ImmutableArray<Term> operands) =>
        PlanValues(operands.Any(HoldsComprehension) && operands.Any(HoldsCall) ? [.. operands.Select(EmitCalls)] : operands);

    private static bool HoldsComprehension(Term term) =>
        term is ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm || PartsOf(term).Any(HoldsComprehension);

    private static bool HoldsCall(Term term) => term is CallTerm || PartsOf(term).Any(HoldsCall);

    private static IEnumerable<Term> PartsOf(Term term) => term switch
    {
        ArrayTerm array => array.Items,
        SetTerm set => set.Items,
        ObjectTerm members => members.Members.SelectMany(member => new[] { member.Key, member.Value }),
        _ => [],
    };

    /// <summary>The term with variables in place of the calls in it.</summary>
    private Term EmitCalls(Term term) => term switch
    {
        CallTerm call => EmitCall(call),
        ArrayTerm array => new ArrayTerm(array.Location, [.. array.Items.Select(EmitCalls)]),
        SetTerm set => new SetTerm(set.Location, [.. set.Items.Select(EmitCalls)]),
        ObjectTerm members => new ObjectTerm(members.Location, [.. members.Members.Select(member => new ObjectMember(EmitCalls(member.Key), EmitCalls(member.Value)))]),
        _ => term,
    };

    private VarTerm EmitCall(CallTerm call)
    {
        var slot = EmitAssign(PlanValue(call)).Slot;
        var variable = new VarTerm(call.Location, $"#call/{slot}");
        variables.BindTo(variable.Name, slot);
        return variable;
    }
}
