using Rego.Analysis.Typing;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Types;

namespace Rego.Analysis.Checks;

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

        var isUnification = SpecialCalls.IsNamed(call.Operator, SpecialCalls.Unify);
        if (given == arity + 1 || (!statement.IsGenerated && given == arity) || (statement.IsGenerated && isUnification))
        {
            return true;
        }

        ReportArity(statement, call, arity, statement.IsGenerated ? given - 1 : given);
        return false;
    }

    private void ReportArity(TermExpression statement, CallTerm call, int arity, int given)
    {
        var scope = new TypeScope(TypeCheck.GlobalsOf(compilation));
        if (scope.TypeOf(call.Operator) is FunctionType type)
        {
            var details = TypeErrorDetails.OfOperands([.. call.Arguments.Select(argument => TypeOf(argument, scope))], compilation.TypeMessages.OperandsOf(call.Operator, type), type.Variadic);
            compilation.Errors.Add(new Diagnostic(DiagnosticCodes.Type, $"{NameOf(call)}: arity mismatch", statement.Location) { Details = details.Value, DetailLines = details.Lines });
            return;
        }

        var arguments = given == 1 ? "argument" : "arguments";
        compilation.Errors.Add(DiagnosticCodes.Type, $"function {NameOf(call)} has arity {arity}, got {given} {arguments}", statement.Location);
    }

    private RegoType TypeOf(Term argument, TypeScope scope)
    {
        if (argument is ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm)
        {
            ClosureTypes.Check(argument, scope, compilation.TypeMessages);
        }

        return scope.TypeOf(argument);
    }

    private string NameOf(CallTerm call) => TermPrinter.ToText(call.Operator, compilation.Locals.Original);
}
