using Rego.Printing;
using Rego.Syntax.Terms;

namespace Rego.Trees;

/// <summary>Whether terms say the same.</summary>
internal static class TermEquality
{
    internal static bool AreEqual(Term left, Term right)
    {
        if (left is VarTerm a && right is VarTerm b)
        {
            return a.Name == b.Name;
        }

        if (ConstantTerms.ToScalar(left) is { } value)
        {
            return ConstantTerms.ToScalar(right) is { } other && value.Equals(other);
        }

        return left.GetType() == right.GetType() && TermPrinter.ToText(left) == TermPrinter.ToText(right);
    }
}
