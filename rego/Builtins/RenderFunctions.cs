using Rego.Builtins.Templates;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Templates of Go's <c>text/template</c>.</summary>
internal static class RenderFunctions
{
    private const int MaxLength = 1024 * 1024;

    internal static IEnumerable<Builtin> All =>
    [
        new("strings.render_template", StringT, StringObject, StringT, Operands.Of<RegoString, RegoObject>(Render)),
    ];

    private static RegoValue Render(BuiltinContext context, RegoString text, RegoObject variables)
    {
        foreach (var key in variables.Keys)
        {
            if (key is not RegoString)
            {
                return context.Fail("template variables must have names for keys");
            }
        }

        try
        {
            context.Charge(1 + text.Value.Length, 16L * text.Value.Length);
            var template = text.Value.Length <= MaxLength
                ? context.Prepare("template", text.Value, TemplateParser.Parse)
                : throw new TemplateException("the template is too long");
            return context.Text(TemplateRunner.Run(context, template, variables).Replace("<no value>", "<undefined>", StringComparison.Ordinal));
        }
        catch (TemplateException e)
        {
            return context.Fail(e.Message);
        }
    }
}
