using Rego.Sources;

namespace Rego.Evaluation.Rules;

/// <summary>One definition of a rule, or one of its <c>else</c> branches: conditions, ending in a node that yields.</summary>
internal sealed class RuleBody(SourceLocation location)
{
    /// <summary>Where the definition or the branch begins.</summary>
    internal SourceLocation Location { get; } = location;

    /// <summary>The first statement; set once, while planning.</summary>
    internal StatementNode Entry { get; set; } = null!;

    /// <summary>What is tried where this one yields nothing; set once, while planning.</summary>
    internal RuleBody? Else { get; set; }

    /// <summary>Runs the definition: the first branch that yields ends it.</summary>
    /// <returns>True where nothing more is wanted of the rule.</returns>
    internal bool Run(Frame frame)
    {
        for (var body = this; body is not null; body = body.Else)
        {
            frame.HasYielded = false;
            if (body.Entry.Execute(frame))
            {
                return true;
            }

            if (frame.HasYielded)
            {
                return false;
            }
        }

        return false;
    }
}
