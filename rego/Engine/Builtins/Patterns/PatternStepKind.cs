namespace Rego.Builtins.Patterns;

/// <summary>The kinds of instructions.</summary>
internal enum PatternStepKind
{
    Set,
    Split,
    Jump,
    Save,
    Anchor,
    Match,
}
