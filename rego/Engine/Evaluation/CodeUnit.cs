namespace Rego.Evaluation;

/// <summary>A piece of planned code that runs in a frame of its own: a rule, a function or a query.</summary>
internal sealed class CodeUnit(int id)
{
    /// <summary>The unit's number in its policy; frames are pooled by it.</summary>
    internal int Id { get; } = id;

    /// <summary>How many values a frame holds; known after planning.</summary>
    internal int SlotCount { get; set; }

    /// <summary>How many collectors a frame holds; known after planning.</summary>
    internal int StateCount { get; set; }
}
