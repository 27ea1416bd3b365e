using System.Diagnostics.CodeAnalysis;
using Rego.Analysis.Names;
using Rego.Builtins;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Checks;

/// <summary>Checks what <c>with</c> replaces and by what.</summary>
/// <param name="compilation">The rules, the functions, and what is forbidden.</param>
internal sealed class WithTargets(Compilation compilation)
{
    /// <summary>Checks one modifier.</summary>
    /// <param name="with">The modifier.</param>
    /// <param name="isFunction">Whether the value is a function's name and not to be evaluated.</param>
    /// <returns>What is wrong, or null.</returns>
    internal Diagnostic? Check(WithModifier with, out bool isFunction)
    {
        isFunction = false;
        var error = CheckForbidden(with.Target);
        if (error is not null)
        {
            return error;
        }

        if (RootDocuments.IsBelow(with.Target, RootDocuments.Data))
        {
            return CheckDataTarget(with, out isFunction);
        }

        if (RootDocuments.IsBelow(with.Target, RootDocuments.Input))
        {
            return null;
        }

        return TryFindBuiltin(with.Target, out var builtin)
            ? CheckBuiltinTarget(builtin, with) ?? CheckFunctionValue(with.Value, out isFunction)
            : Error(with.Target, "with keyword target must reference existing input, data, or a function", DiagnosticCodes.Type);
    }

    private Diagnostic? CheckDataTarget(WithModifier with, out bool isFunction)
    {
        isFunction = false;
        if (CrossesRule(with.Target))
        {
            return Error(with.Target, "with keyword cannot partially replace virtual document(s)");
        }

        if (IsFunction(with.Target))
        {
            var error = CheckFunctionValue(with.Value, out isFunction);
            if (error is not null || isFunction)
            {
                return error;
            }
        }

        isFunction = IsFunction(with.Value);
        return null;
    }

    private static Diagnostic? CheckBuiltinTarget(Builtin builtin, WithModifier with)
    {
        const string prefix = "with keyword replacing built-in function: ";
        return builtin.Name switch
        {
            SpecialCalls.Unify or SpecialCalls.MetadataChain or SpecialCalls.MetadataRule => Error(with.Target, $"{prefix}replacement of \"{builtin.Name}\" invalid"),
            var name when name.StartsWith("internal.", StringComparison.Ordinal) => Error(with.Target, $"{prefix}replacement of internal function \"{name}\" invalid"),
            _ when builtin.IsRelation => Error(with.Target, $"{prefix}target must not be a relation"),
            _ when builtin.Type.Result is null => Error(with.Target, $"{prefix}target must not be a void function"),
            _ => null,
        };
    }

    private Diagnostic? CheckFunctionValue(Term value, out bool isFunction)
    {
        isFunction = RuleReferences.NodeAt(compilation.Rules, value) is not null;
        if (isFunction)
        {
            return null;
        }

        var error = CheckForbidden(value);
        isFunction = error is null && TryFindBuiltin(value, out _);
        return error;
    }

    private Diagnostic? CheckForbidden(Term term) =>
        BuiltinNames.Of(term) is { } name && compilation.IsForbidden(name)
            ? Error(term, $"with keyword replacing built-in function: target must not be unsafe: \"{name}\"")
            : null;

    /// <summary>Whether a rule stands on the way to the target, before its last operand.</summary>
    private bool CrossesRule(Term target)
    {
        var node = compilation.Rules.Root;
        foreach (var part in target is RefTerm reference ? reference.Path[..^1] : [])
        {
            if (ConstantTerms.ToScalar(part) is not { } key || !node.Children.TryGetValue(key, out var child))
            {
                return false;
            }

            if (child.Rules.Count > 0)
            {
                return true;
            }

            node = child;
        }

        return false;
    }

    private bool IsFunction(Term term) =>
        RuleReferences.RulesAt(compilation.Rules, term).Any(rule => rule.Kind == RuleKind.Function);

    private bool TryFindBuiltin(Term term, [NotNullWhen(true)] out Builtin? builtin) =>
        BuiltinNames.TryFind(compilation.Builtins, term, out builtin);

    private static Diagnostic Error(Term term, string message, string code = DiagnosticCodes.Compile) => new(code, message, term.Location);
}
