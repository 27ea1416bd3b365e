using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>Fields of types that have fields say which; others do not.</summary>
internal sealed class ScalarLeafs : GraphQlRule
{
    internal override void Field(GraphQlWalk walk, GraphQlField field)
    {
        if (field.Definition is not { } definition || walk.Schema.Find(definition.Type.BaseName) is not { } type)
        {
            return;
        }

        if (type.IsLeaf && field.Selections.Count > 0)
        {
            walk.Report(field.Place, $"Field \"{field.Name}\" must not have a selection since type \"{type.Name}\" has no subfields.");
        }

        if (!type.IsLeaf && field.Selections.Count == 0)
        {
            walk.Report(
                field.Place,
                $"Field \"{field.Name}\" of type \"{definition.Type}\" must have a selection of subfields. Did you mean \"{field.Name} {{ ... }}\"?");
        }
    }
}
