using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Analysis.Rewriting;

/// <summary>Adds statements to bodies.</summary>
internal static class RuleBodies
{
    /// <summary>The body with statements behind its own; where there is none, of these alone.</summary>
    internal static Body? Append(Body? body, IReadOnlyList<Expression> statements)
    {
        if (statements.Count == 0)
        {
            return body;
        }

        return body is null
            ? new Body(statements[0].Location, [.. statements])
            : new Body(body.Location, body.Expressions.AddRange(statements));
    }

    /// <summary>A body of <c>true</c>.</summary>
    internal static Body True(SourceLocation location) =>
        new(location, [new TermExpression(location, new BooleanTerm(location, true), isNegated: false, []) { IsGenerated = true }]);
}
