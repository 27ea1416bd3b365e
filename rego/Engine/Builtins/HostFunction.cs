using Rego.Errors;
using Rego.Values;

namespace Rego.Builtins;

/// <summary>
/// Calls a function of the host such that nothing it does turns into an answer: what it throws is an error of the evaluation, so
/// is no value at all, and one that comes back after the deadline has come too late.
/// </summary>
internal static class HostFunction
{
    internal static Delegate Guard(string name, Delegate function) => function switch
    {
        Builtin0 f => Guard(name, f),
        Builtin1 f => Guard(name, f),
        Builtin2 f => Guard(name, f),
        Builtin3 f => Guard(name, f),
        BuiltinN f => Guard(name, f),
        _ => throw new ArgumentException($"{name}: no function of a known form", nameof(function)),
    };

    private static Builtin0 Guard(string name, Builtin0 function) => context =>
    {
        try
        {
            return Accept(name, context, function(context));
        }
        catch (Exception failure) when (IsForeign(failure))
        {
            throw Failure(name, context, failure);
        }
    };

    private static Builtin1 Guard(string name, Builtin1 function) => (context, a) =>
    {
        try
        {
            return Accept(name, context, function(context, a));
        }
        catch (Exception failure) when (IsForeign(failure))
        {
            throw Failure(name, context, failure);
        }
    };

    private static Builtin2 Guard(string name, Builtin2 function) => (context, a, b) =>
    {
        try
        {
            return Accept(name, context, function(context, a, b));
        }
        catch (Exception failure) when (IsForeign(failure))
        {
            throw Failure(name, context, failure);
        }
    };

    private static Builtin3 Guard(string name, Builtin3 function) => (context, a, b, c) =>
    {
        try
        {
            return Accept(name, context, function(context, a, b, c));
        }
        catch (Exception failure) when (IsForeign(failure))
        {
            throw Failure(name, context, failure);
        }
    };

    private static BuiltinN Guard(string name, BuiltinN function) => (context, operands) =>
    {
        try
        {
            return Accept(name, context, function(context, operands));
        }
        catch (Exception failure) when (IsForeign(failure))
        {
            throw Failure(name, context, failure);
        }
    };

    private static RegoValue Accept(string name, BuiltinContext context, RegoValue? result)
    {
        context.CheckTime();
        return result ?? throw new RegoEvaluationException(DiagnosticCodes.EvalBuiltin, $"{name}: the function gave no value", context.Location);
    }

    private static bool IsForeign(Exception failure) => failure is not (RegoEvaluationException or OutOfMemoryException);

    private static RegoEvaluationException Failure(string name, BuiltinContext context, Exception failure)
    {
        // What was cut short for the evaluation's sake is told as that.
        context.CheckTime();
        return failure is OperationCanceledException && context.CancellationToken.IsCancellationRequested
            ? new RegoEvaluationException(DiagnosticCodes.EvalCancel, $"evaluation stopped: its time was over while {name} was waiting", context.Location, failure)
            : new RegoEvaluationException(DiagnosticCodes.EvalBuiltin, $"{name}: {failure.GetType().Name}: {failure.Message}", context.Location, failure);
    }
}
