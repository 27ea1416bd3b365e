using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Checks comprehensions and infers their types.</summary>
internal static class ClosureTypes
{
    /// <summary>Checks a comprehension and keeps its type in the scope.</summary>
    internal static List<TypeProblem> Check(Term closure, TypeScope outer, LocalNames names)
    {
        var problems = BodyTypes.Check(BodyOf(closure), outer, names, out var scope);
        outer.Keep(closure, problems.Count > 0 ? UnknownType.Instance : closure switch
        {
            ArrayComprehensionTerm comprehension => RegoType.ArrayOf(scope.TypeOf(comprehension.Item)),
            SetComprehensionTerm comprehension => RegoType.SetOf(scope.TypeOf(comprehension.Item)),
            ObjectComprehensionTerm comprehension => RegoType.ObjectOf(scope.TypeOf(comprehension.Key), scope.TypeOf(comprehension.Value)),
            _ => throw new InvalidOperationException("not a comprehension"),
        });
        return problems;
    }

    private static Body BodyOf(Term closure) => closure switch
    {
        ArrayComprehensionTerm comprehension => comprehension.Body,
        SetComprehensionTerm comprehension => comprehension.Body,
        ObjectComprehensionTerm comprehension => comprehension.Body,
        _ => throw new InvalidOperationException("not a comprehension"),
    };
}
