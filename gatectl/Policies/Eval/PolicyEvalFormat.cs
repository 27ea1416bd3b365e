namespace Gatectl.Policies.Eval;

/// <summary>How the result of an evaluation is written.</summary>
internal enum PolicyEvalFormat
{
    Json,
    Values,
    Bindings,
    Pretty,

    /// <summary>For partial evaluation only.</summary>
    Source,
    Raw,
    Discard,
}
