namespace Gatectl.Policies;

/// <summary>Which steps of an evaluation an explanation shows.</summary>
internal enum ExplainMode
{
    Off,
    Full,
    Notes,
    Fails,
    Debug,
}
