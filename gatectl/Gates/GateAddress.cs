namespace Gatectl.Gates;

/// <summary>Where a gate is, how its certificate is checked, and as whom to call it.</summary>
/// <param name="Url">An <c>https</c> URL without a path.</param>
/// <param name="CaFile">The only authority that its certificate may come from (PEM); <c>null</c> for those that the machine trusts.</param>
/// <param name="TokenFile">The file that holds the bearer token; <c>null</c> for none, or none yet.</param>
/// <param name="TokenCommand">What makes the caller's tokens where there is none yet, or the one at hand ends; <c>null</c> for nothing.</param>
internal sealed record GateAddress(Uri Url, string? CaFile, string? TokenFile, TokenCommand? TokenCommand);
