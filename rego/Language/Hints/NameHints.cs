using Rego.Diagnostics;
using Rego.Errors;

namespace Rego.Hints;

/// <summary>Hints for names that stand for nothing.</summary>
internal static class NameHints
{
    private const string UndefinedFunction = "undefined function ";
    private const string UnsafeBegin = "var ";
    private const string UnsafeEnd = " is unsafe";

    /// <summary>What other languages call the functions of Rego.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["len"] = "count",
        ["length"] = "count",
        ["size"] = "count",
        ["avg"] = "sum",
        ["toLowerCase"] = "lower",
        ["lowercase"] = "lower",
        ["toUpperCase"] = "upper",
        ["uppercase"] = "upper",
        ["join"] = "concat",
        ["append"] = "array.concat",
        ["push"] = "array.concat",
        ["keys"] = "object.keys",
        ["get"] = "object.get",
        ["match"] = "regex.match",
        ["matches"] = "regex.match",
        ["format"] = "sprintf",
        ["printf"] = "print",
        ["log"] = "print",
        ["parse_json"] = "json.unmarshal",
        ["now"] = "time.now_ns",
        ["typeof"] = "type_name",
        ["sha256"] = "crypto.sha256",
        ["int"] = "to_number",
        ["number"] = "to_number",
    };

    internal static string? Of(Diagnostic error, HintContext context) => error.Code switch
    {
        DiagnosticCodes.Type when error.Message.StartsWith(UndefinedFunction, StringComparison.Ordinal) =>
            OfFunction(error, error.Message[UndefinedFunction.Length..], context),
        DiagnosticCodes.UnsafeVar when error.Message.StartsWith(UnsafeBegin, StringComparison.Ordinal) && error.Message.EndsWith(UnsafeEnd, StringComparison.Ordinal) =>
            OfVariable(error, error.Message[UnsafeBegin.Length..^UnsafeEnd.Length], context),
        _ => null,
    };

    private static string? OfFunction(Diagnostic error, string name, HintContext context)
    {
        if (OtherNames.TryGetValue(name, out var known))
        {
            return DidYouMean(known);
        }

        if (name.StartsWith("data.", StringComparison.Ordinal))
        {
            var rules = context.RulePaths.ToList();
            return rules.Contains(name) ? "one of its definitions has an error itself: mend that first" : DidYouMean(NearNames.Find(name, rules)) ?? "no module that is checked here has this function: name its file or directory too, or correct the import";
        }

        return DidYouMean(NearNames.Find(name, context.BuiltinNames.Concat(context.NamesIn(error.Location.File))));
    }

    private static string OfVariable(Diagnostic error, string name, HintContext context) =>
        DidYouMean(NearNames.Find(name, context.NamesIn(error.Location.File)))
        ?? $"nothing gives {name} a value: assign one with {name} := …, go through a collection with some {name} in …, or put quotes around it if it is text";

    internal static string? DidYouMean(string? name) => name is null ? null : $"did you mean `{name}`?";
}
