namespace Gateway.Contract.Validation;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">The field's name in the <c>.proto</c> file; a map's entry as <c>annotations[key]</c>.</param>
/// <param name="Description">What would be valid; never the value itself.</param>
public readonly record struct FieldViolation(string Field, string Description);
