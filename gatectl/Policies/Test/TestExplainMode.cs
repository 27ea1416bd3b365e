namespace Gatectl.Policies.Test;

/// <summary>Which steps of a failing test are shown, in the order in which OPA names them.</summary>
internal enum TestExplainMode
{
    Fails,
    Full,
    Notes,
    Debug,
}
