using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Planning;

/// <summary>Where calls fail.</summary>
internal static class CallPlaces
{
    /// <summary>
    /// A statement's term: a call that is all of the statement fails at the statement, with its <c>not</c> and its modifiers.
    /// </summary>
    internal static Term WithPlaceOf(TermExpression statement) => statement switch
    {
        { Term: CallTerm call } when statement.IsNegated || !statement.WithModifiers.IsDefaultOrEmpty =>
            new CallTerm(statement.Location, call.Operator, call.Arguments, call.IsInfix),
        _ => statement.Term,
    };
}
