using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego;

/// <summary>Values as Rego writes them: JSON, and sets and keys of any kind besides.</summary>
public static class RegoTerm
{
    /// <summary>Reads a value. The opposite of <see cref="RegoValue.ToString"/>.</summary>
    /// <exception cref="FormatException">The text is not a term, or one that would have to be evaluated.</exception>
    public static RegoValue Parse(string text)
    {
        var errors = new DiagnosticBag();
        var term = Parser.ParseTerm(new SourceFile("term", text), errors);
        if (term is null)
        {
            throw new FormatException(string.Join(Environment.NewLine, errors));
        }

        return TermValues.ToValue(term) ?? throw new FormatException("the term is not a constant");
    }

    /// <summary>Whether a text is a term that names a part of a document, as <c>input.user</c> does.</summary>
    /// <exception cref="RegoCompilationException">The text is no term.</exception>
    public static bool IsReference(string text)
    {
        var errors = new DiagnosticBag();
        var term = Parser.ParseTerm(new SourceFile(string.Empty, text), errors) ?? throw new RegoCompilationException([.. errors]);
        return term is RefTerm or VarTerm { Name: "data" or "input" };
    }
}
