using NUnit.Framework;
using Rego.Builtins;
using Rego.Errors;
using Rego.Values;

namespace Rego.Tests.Builtins;

/// <summary>Calls built-in functions by name, without an engine around them.</summary>
internal static class Call
{
    /// <summary>Operands are JSON texts; a leading <c>#</c> makes an array a set.</summary>
    internal static RegoValue Json(string name, params string[] operands) =>
        With(new BuiltinTestContext(name), name, Array.ConvertAll(operands, Value));

    /// <summary>The message of the error that the call ends in.</summary>
    internal static string Error(string name, params string[] operands) =>
        Assert.Throws<RegoEvaluationException>(() => Json(name, operands))!.Message;

    internal static RegoValue With(BuiltinContext context, string name, params RegoValue[] operands)
    {
        Assert.That(RegoBuiltins.All.TryGet(name, out var builtin), Is.True, name);
        return builtin!.Function switch
        {
            Builtin0 function => function(context),
            Builtin1 function => function(context, operands[0]),
            Builtin2 function => function(context, operands[0], operands[1]),
            Builtin3 function => function(context, operands[0], operands[1], operands[2]),
            BuiltinN function => function(context, operands),
            _ => throw new InvalidOperationException(builtin.Function.GetType().Name),
        };
    }

    internal static RegoValue Value(string json) =>
        json.StartsWith('#') ? RegoSet.From(((RegoArray)RegoJson.Parse(json[1..])).Items) : RegoJson.Parse(json);
}
