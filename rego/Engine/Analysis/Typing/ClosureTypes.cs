using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Types;

namespace Rego.Analysis.Typing;

/// <summary>Checks comprehensions and infers their types.</summary>
internal static class ClosureTypes
{
    /// <summary>Checks a comprehension and keeps its type in the scope.</summary>
    internal static List<TypeProblem> Check(Term closure, TypeScope outer, TypeMessages messages)
    {
        var problems = BodyTypes.Check(BodyOf(closure), outer, messages, out var scope);
        outer.Keep(closure, problems.Count > 0 ? UnknownType.Instance : closure switch
        {
            ArrayComprehensionTerm comprehension => scope.TypeOf(comprehension.Item) is var item and not UnknownType ? RegoType.ArrayOf(item) : RegoType.Tuple(),
            SetComprehensionTerm comprehension => RegoType.SetOf(KnownType(scope, comprehension.Item)),
            ObjectComprehensionTerm comprehension => RegoType.ObjectOf(KnownType(scope, comprehension.Key), KnownType(scope, comprehension.Value)),
            _ => throw new InvalidOperationException("not a comprehension"),
        });
        return problems;
    }

    /// <summary>The type of a term; anything where it is an argument that nothing is known of yet.</summary>
    private static RegoType KnownType(TypeScope scope, Term term) => scope.TypeOf(term) is var type and not UnknownType ? type : RegoType.Any;

    private static Body BodyOf(Term closure) => closure switch
    {
        ArrayComprehensionTerm comprehension => comprehension.Body,
        SetComprehensionTerm comprehension => comprehension.Body,
        ObjectComprehensionTerm comprehension => comprehension.Body,
        _ => throw new InvalidOperationException("not a comprehension"),
    };
}
