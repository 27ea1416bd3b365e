using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Trees;

/// <summary>The names of the functions whose calls the compiler treats by itself.</summary>
internal static class SpecialCalls
{
    internal const string Unify = "eq";
    internal const string Assign = "assign";
    internal const string Equal = "equal";
    internal const string Print = "print";
    internal const string InternalPrint = "internal.print";
    internal const string TestCase = "internal.test_case";
    internal const string TemplateString = "internal.template_string";
    internal const string MetadataChain = "rego.metadata.chain";
    internal const string MetadataRule = "rego.metadata.rule";

    /// <summary>Whether the statement is a call of the named function with as many arguments as an operator has.</summary>
    internal static bool IsBinary(Expression expression, string name, out CallTerm call)
    {
        call = null!;
        if (expression is TermExpression { Term: CallTerm found } && found.Arguments.Length == 2 && IsNamed(found.Operator, name))
        {
            call = found;
            return true;
        }

        return false;
    }

    /// <summary>Whether the statement is <c>a = b</c>.</summary>
    internal static bool IsUnification(Expression expression, out CallTerm call) => IsBinary(expression, Unify, out call);

    /// <summary>Whether the statement is <c>a := b</c>.</summary>
    internal static bool IsAssignment(Expression expression, out CallTerm call) => IsBinary(expression, Assign, out call);

    /// <summary>Whether a call's operator is that name, without dots.</summary>
    internal static bool IsNamed(Term @operator, string name) => @operator is VarTerm variable && variable.Name == name;
}
