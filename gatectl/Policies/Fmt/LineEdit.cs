namespace Gatectl.Policies.Fmt;

/// <summary>What becomes of a line.</summary>
/// <param name="Sign">A space where it stays, <c>-</c> where it goes, <c>+</c> where it comes.</param>
/// <param name="Line">The line.</param>
internal readonly record struct LineEdit(char Sign, string Line);
