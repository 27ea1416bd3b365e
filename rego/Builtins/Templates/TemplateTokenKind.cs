namespace Rego.Builtins.Templates;

/// <summary>The kinds of tokens.</summary>
internal enum TemplateTokenKind
{
    End,
    Word,
    Field,
    Dot,
    Variable,
    Constant,
    Symbol,
}
