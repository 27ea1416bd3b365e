namespace Gatekeeper.Rego.Loading;

/// <summary>What is wrong with a YAML text.</summary>
/// <param name="Row">The line, from 1; 0 where unknown.</param>
/// <param name="Message">The parser's words.</param>
internal readonly record struct YamlProblem(int Row, string Message);
