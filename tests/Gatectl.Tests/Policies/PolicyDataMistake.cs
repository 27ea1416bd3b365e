namespace Gatectl.Tests.Policies;

/// <summary>A mistake that the page on policy data shows.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="File">The file that it is made in.</param>
/// <param name="Wrong">The lines that are wrong.</param>
/// <param name="Message">What the check prints.</param>
/// <param name="Right">The lines that stand there rightly.</param>
internal sealed record PolicyDataMistake(string Title, string File, string Wrong, string Message, string Right);
