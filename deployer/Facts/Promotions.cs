namespace Deployer.Facts;

/// <summary>Where an artifact has been.</summary>
/// <param name="SucceededIn">The environments where it has succeeded and was not undone, sorted.</param>
/// <param name="Undone">The environments where its success was undone by a rollback or a revert, sorted.</param>
internal sealed record Promotions(IReadOnlyList<string> SucceededIn, IReadOnlyList<string> Undone);
