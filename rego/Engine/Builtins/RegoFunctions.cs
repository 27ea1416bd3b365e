using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Functions about Rego itself.</summary>
internal static class RegoFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("rego.parse_module", StringT, StringT, StringObject, ParseModule),
    ];

    private static RegoValue ParseModule(BuiltinContext context, RegoValue name, RegoValue text)
    {
        if (name is not RegoString path || text is not RegoString source)
        {
            // OPA speaks of the first operand in either case.
            return context.FailType(1, "string", name is RegoString ? text : name);
        }

        context.Charge(16 + source.Value.Length, 64L * source.Value.Length);
        var errors = new DiagnosticBag();
        return Parser.ParseModule(new SourceFile(path.Value, source.Value), errors) is { } module
            ? SyntaxJson.Of(module)
            : context.Fail(DiagnosticText.Describe(errors));
    }
}
