using System.Collections.Immutable;
using Rego.Capabilities;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Formatting;

/// <content>Calls of functions and operators.</content>
internal sealed partial class ModuleFormatter
{
    /// <param name="call">A statement.</param>
    /// <param name="isWhole">Whether all of it was written.</param>
    /// <returns>Whether nothing in it had to be kept as it stands.</returns>
    private bool WriteCallStatement(CallTerm call, out bool isWhole)
    {
        if (OperatorOf(call) is not { } function)
        {
            return isWhole = WritePlainCall(call);
        }

        var surplus = call.Arguments.Length - function.Type.Arguments.Length;
        if (surplus is not (0 or 1))
        {
            Refuse(call, call.Operator.Location);
            return isWhole = WritePlainCall(call);
        }

        if (function.Infix == "in")
        {
            return isWhole = surplus == 0 && WriteMembership(call.Arguments);
        }

        isWhole = true;
        if (surplus == 1 && !(isWhole = WriteOperand(call.Arguments[2], isGrouped: false)))
        {
            return false;
        }

        _out.Write(surplus == 1 ? " = " : string.Empty);
        isWhole = WriteOperand(call.Arguments[0], surplus == 0 && BindsLooser(call.Arguments[0], call, isRight: false));
        if (!isWhole)
        {
            return false;
        }

        _out.Write($" {function.Infix} ");
        return WriteOperand(call.Arguments[1], BindsLooser(call.Arguments[1], call, isRight: true));
    }

    private bool WriteOperand(Term operand, bool isGrouped)
    {
        _out.Write(isGrouped ? "(" : string.Empty);
        var isInLayout = WriteTerm(operand);
        _out.Write(isGrouped ? ")" : string.Empty);
        return isInLayout;
    }

    /// <summary>Whether the operand would be read as another one without parentheses.</summary>
    private static bool BindsLooser(Term operand, CallTerm parent, bool isRight)
    {
        if (operand is not CallTerm call || OperatorOf(call) is not { } function || OperatorOf(parent) is not { } outer)
        {
            return false;
        }

        var (inner, own) = (Precedence.Of(function.Infix!), Precedence.Of(outer.Infix!));
        return inner < own || (inner == own && isRight);
    }

    private bool WriteCall(CallTerm call, SourceLocation location, bool isGrouped)
    {
        if (OperatorOf(call) is not { } function || function.Infix is "=" or ":=")
        {
            return WritePlainCall(call);
        }

        if (call.Arguments.Length != function.Type.Arguments.Length)
        {
            Refuse(call, location);
            return true;
        }

        isGrouped |= call.Arguments.Length == 3;
        _out.Write(isGrouped ? "(" : string.Empty);
        var isWritten = function.Infix == "in" ? WriteMembership(call.Arguments) : WriteInfix(call, function);
        _out.Write(isGrouped ? ")" : string.Empty);
        return isWritten;
    }

    private bool WriteInfix(CallTerm call, BuiltinDeclaration function)
    {
        if (!WriteTermParts(call.Arguments[0], isGrouped: true))
        {
            return false;
        }

        _out.Write($" {function.Infix} ");
        return WriteTermParts(call.Arguments[1], isGrouped: true);
    }

    /// <summary><c>value in xs</c>, or <c>key, value in xs</c>. Operators in it stand in parentheses, but for what <c>in</c> itself begins with.</summary>
    private bool WriteMembership(ImmutableArray<Term> operands)
    {
        for (var i = 0; i < operands.Length - 1; i++)
        {
            _out.Write(i > 0 ? ", " : string.Empty);
            if (!WriteTermParts(operands[i], isGrouped: operands.Length == 3 || !IsMembership(operands[i])))
            {
                return false;
            }
        }

        _out.Write(" in ");
        return WriteTermParts(operands[^1], isGrouped: true);
    }

    private static bool IsMembership(Term term) => term is CallTerm call && OperatorOf(call)?.Infix == "in";

    private bool WritePlainCall(CallTerm call)
    {
        var isNamed = call.Operator is RefTerm reference
            ? WriteReference(reference.Head, reference.Path.AsSpan())
            : WriteTermParts(call.Operator, isGrouped: false);
        if (!isNamed)
        {
            return false;
        }

        _out.Write("(");
        var closing = SourceRows.OfClosing(call.Operator.Location, '(', ')');
        var isWritten = WriteItems(ItemsOf(call.Arguments), call.Operator.Location, closing, groupsUnions: false);
        _out.Write(")");
        return isWritten;
    }
}
