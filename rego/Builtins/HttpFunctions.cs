using Rego.Builtins.Http;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Requests over HTTP, to where the host allows.</summary>
internal static class HttpFunctions
{
    private const int StepsPerCall = 1000;

    internal static IEnumerable<Builtin> All =>
    [
        new("http.send", StringObject, AnyObject, Operands.Of<RegoObject>(Send)) { IsPure = false, IsExternal = true },
    ];

    private static RegoValue Send(BuiltinContext context, RegoObject request)
    {
        context.Charge(StepsPerCall);
        if (request["raise_error"] is { IsDefined: true } and not RegoBoolean)
        {
            return context.Fail("invalid value for raise_error field");
        }

        var raises = !request["raise_error"].Equals(RegoBoolean.False);
        if (HttpRequestFields.ProblemOf(request) is { } problem)
        {
            return raises
                ? context.FailType($"operand 1 {problem}")
                : HttpReplyValue.OfFailure(isNetwork: false, $"{Place(context)}: eval_type_error: http.send: operand 1 {problem}");
        }

        return Exchange(context, request, raises);
    }

    /// <summary>The call's place as OPA's messages show it.</summary>
    private static string Place(BuiltinContext context) => context.Location switch
    {
        { File: { Path.Length: > 0 } file, Row: var row } => $"{file.Path}:{row}",
        { Row: var row, Column: var column } => $"{row}:{column}",
    };

    private static RegoValue Exchange(BuiltinContext context, RegoObject request, bool raises)
    {
        try
        {
            return new HttpExchange(context, context.Network, request).Run();
        }
        catch (HttpSendException e)
        {
            return raises ? context.Fail(e.Raised) : HttpReplyValue.OfFailure(e.IsNetwork, e.Message);
        }
    }
}
