using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Refuses calls of functions that do not exist, and with the wrong number of arguments.</summary>
/// <param name="compilation">The functions.</param>
internal sealed class UndefinedFunctionCheck(Compilation compilation) : SyntaxWalker
{
    internal static void Run(Compilation compilation)
    {
        foreach (var module in compilation.Modules)
        {
            new UndefinedFunctionCheck(compilation).Walk(module);
        }
    }

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        if (node is not TermExpression { Term: CallTerm call } statement)
        {
            return true;
        }

        var arity = compilation.ArityOf(call.Operator);
        var given = call.Arguments.Length;
        if (arity < 0)
        {
            compilation.Errors.Add(DiagnosticCodes.Type, $"undefined function {NameOf(call)}", statement.Location);
            return false;
        }

        var isUnification = Operators.IsNamed(call.Operator, Operators.Unify);
        if (given == arity + 1 || (!statement.IsGenerated && given == arity) || (statement.IsGenerated && isUnification))
        {
            return true;
        }

        ReportArity(statement, call, arity, statement.IsGenerated ? given - 1 : given);
        return false;
    }

    private void ReportArity(TermExpression statement, CallTerm call, int arity, int given)
    {
        var isBuiltin = CompilerFunctions.ArityOf(call.Operator, compilation.Options.Capabilities) is not null || BuiltinNames.TryFind(compilation.Options.Builtins, call.Operator, out _);
        var message = isBuiltin
            ? $"{NameOf(call)}: arity mismatch"
            : $"function {NameOf(call)} has arity {arity}, got {given} argument{(given == 1 ? string.Empty : "s")}";
        compilation.Errors.Add(DiagnosticCodes.Type, message, statement.Location);
    }

    private string NameOf(CallTerm call) => TermPrinter.ToText(call.Operator, compilation.Locals.Original);
}
