using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The members of an object value have different names.</summary>
internal sealed class UniqueInputFieldNames : GraphQlRule
{
    internal override void Value(GraphQlWalk walk, GraphQlValue value)
    {
        if (value.Kind != GraphQlValueKind.Object)
        {
            return;
        }

        var seen = new HashSet<string>();
        foreach (var member in value.Members)
        {
            if (!seen.Add(member.Name))
            {
                walk.Report(member.Place, $"There can be only one input field named \"{member.Name}\".");
            }
        }
    }
}
