namespace Rego.Builtins.Templates;

/// <summary>What an operand begins with.</summary>
internal enum OperandKind
{
    Dot,
    Variable,
    Function,
    Constant,
    Nil,
    Pipeline,
}
