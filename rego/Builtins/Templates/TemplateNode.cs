namespace Rego.Builtins.Templates;

/// <summary>A part of a template.</summary>
internal abstract record TemplateNode
{
    internal sealed record Text(string Value) : TemplateNode;

    /// <summary>A pipeline whose value is printed, unless it declares variables.</summary>
    internal sealed record Action(Pipeline Commands) : TemplateNode;

    internal sealed record If(Pipeline Condition, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;

    internal sealed record With(Pipeline Value, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;

    internal sealed record Range(Pipeline Value, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Else) : TemplateNode;

    internal sealed record Template(string Name, Pipeline? Value) : TemplateNode;

    internal sealed record Break : TemplateNode;

    internal sealed record Continue : TemplateNode;

    /// <summary>Commands, each of which gets the value of the one before as its last argument.</summary>
    internal sealed record Pipeline(IReadOnlyList<string> Variables, bool IsAssignment, IReadOnlyList<Command> Commands);

    /// <summary>A function or a value, and arguments.</summary>
    internal sealed record Command(IReadOnlyList<Operand> Operands);

    /// <summary>A value with the fields taken from it.</summary>
    internal sealed record Operand(OperandKind Kind, object? Value, IReadOnlyList<string> Fields);
}
