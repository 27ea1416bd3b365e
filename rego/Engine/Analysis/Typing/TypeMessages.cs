using Rego.Analysis.Names;
using Rego.Capabilities;
using Rego.Printing;
using Rego.Syntax.Terms;
using Rego.Types;

namespace Rego.Analysis.Typing;

/// <summary>How type errors call things.</summary>
/// <param name="names">The names as written.</param>
/// <param name="capabilities">Where the operands of built-in functions are declared; those of this engine where null.</param>
internal sealed class TypeMessages(LocalNames names, RegoCapabilities? capabilities)
{
    /// <summary>A term, under the names as written.</summary>
    internal string Print(Term term) => TermPrinter.ToText(term, names.Display);

    /// <summary>A reference, under the names as written.</summary>
    internal ShownReference Show(RefTerm reference) => new(reference, names);

    /// <summary>The operands of a function: with their names, where it is a built-in one that is declared so.</summary>
    internal IReadOnlyList<OperandDeclaration> OperandsOf(Term function, FunctionType type) =>
        DeclarationOf(function, type)?.Arguments ?? [.. type.Arguments.Select(argument => new OperandDeclaration(argument))];

    /// <summary>As <see cref="OperandsOf"/>, and the result, which a call may take as a further operand.</summary>
    internal IReadOnlyList<OperandDeclaration> OperandsAndResultOf(Term function, FunctionType type)
    {
        var result = DeclarationOf(function, type)?.Result ?? (type.Result is null ? null : new OperandDeclaration(type.Result));
        return result is null ? OperandsOf(function, type) : [.. OperandsOf(function, type), result];
    }

    private BuiltinDeclaration? DeclarationOf(Term function, FunctionType type) =>
        BuiltinNames.Of(function) is { } name
        && (capabilities ?? RegoCapabilities.Current).Find(name) is { } declaration
        && TypeEquality.AreEqual(declaration.Type, type)
            ? declaration
            : null;
}
