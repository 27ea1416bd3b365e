using Rego.Syntax.Terms;

namespace Rego.Trees;

/// <summary><c>input</c> and <c>data</c>.</summary>
internal static class RootDocuments
{
    internal const string Input = "input";
    internal const string Data = "data";

    /// <summary>Both names.</summary>
    internal static readonly string[] Names = [Input, Data];

    /// <summary>Whether it is the name of a root document.</summary>
    internal static bool IsName(string name) => name is Input or Data;

    /// <summary>Whether the term is a root document itself.</summary>
    internal static bool IsRoot(Term term) => term is VarTerm variable && IsName(variable.Name);

    /// <summary>Whether the term is a reference, or a root document as a whole.</summary>
    internal static bool IsReference(Term term) => term is RefTerm || IsRoot(term);

    /// <summary>Whether the term is the named root document or something below it.</summary>
    internal static bool IsBelow(Term term, string root) =>
        (term is RefTerm reference ? reference.Head : term) is VarTerm variable && variable.Name == root;
}
