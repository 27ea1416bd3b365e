namespace Gatectl.Policies.Fmt;

/// <summary>What becomes of the formatted text.</summary>
internal enum FmtMode
{
    Print,
    List,
    Diff,
    Write,
}
