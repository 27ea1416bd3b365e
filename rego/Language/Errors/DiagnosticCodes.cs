namespace Rego.Errors;

/// <summary>OPA's codes.</summary>
public static class DiagnosticCodes
{
    /// <summary>What the codes of errors of an evaluation begin with.</summary>
    internal const string EvalPrefix = "eval_";

    /// <summary>A policy directory cannot be loaded.</summary>
    public const string Load = "load_error";

    /// <summary>The text is not a module.</summary>
    public const string Parse = "rego_parse_error";

    /// <summary>The module cannot be formatted.</summary>
    public const string Format = "format_error";

    /// <summary>The module makes no sense.</summary>
    public const string Compile = "rego_compile_error";

    /// <summary>A value can never be of the type that is needed.</summary>
    public const string Type = "rego_type_error";

    /// <summary>A variable has no value where one is needed.</summary>
    public const string UnsafeVar = "rego_unsafe_var_error";

    /// <summary>A rule depends on itself.</summary>
    public const string Recursion = "rego_recursion_error";

    /// <summary>The engine itself is at fault while it compiles, plans or formats; the place is the one it was at.</summary>
    public const string Internal = "rego_internal_error";

    /// <summary>Two values where only one can be.</summary>
    public const string EvalConflict = "eval_conflict_error";

    /// <summary>A value of the wrong type reached a built-in function.</summary>
    public const string EvalType = "eval_type_error";

    /// <summary>A built-in function failed.</summary>
    public const string EvalBuiltin = "eval_builtin_error";

    /// <summary>The evaluation was cut short: time, steps, depth, memory, or by the caller.</summary>
    public const string EvalCancel = "eval_cancel_error";

    /// <summary>A <c>with</c> would put a value where one of another shape stands.</summary>
    public const string EvalWithMerge = "eval_with_merge_error";

    /// <summary>The engine itself is at fault.</summary>
    public const string EvalInternal = "eval_internal_error";
}
