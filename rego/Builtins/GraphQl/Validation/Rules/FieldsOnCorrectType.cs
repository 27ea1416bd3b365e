using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation.Rules;

/// <summary>The type has the field.</summary>
internal sealed class FieldsOnCorrectType : GraphQlRule
{
    internal override void Field(GraphQlWalk walk, GraphQlField field)
    {
        if (field.Parent is { } parent && field.Definition is null)
        {
            walk.Report(
                field.Place, $"Cannot query field \"{field.Name}\" on type \"{parent.Name}\".{Suggestion(walk, parent, field.Name)}");
        }
    }

    private static string Suggestion(GraphQlWalk walk, GraphQlDefinition parent, string name)
    {
        var types = parent.IsAbstract ? TypesWith(walk, parent, name).Select(GraphQlSuggestions.Quote).ToList() : [];
        if (types.Count > 0)
        {
            return GraphQlSuggestions.Question("Did you mean to use an inline fragment on", types);
        }

        return parent.Kind is GraphQlTypeKind.Object or GraphQlTypeKind.Interface
            ? GraphQlSuggestions.DidYouMean(walk, "Did you mean", name, parent.Fields.Select(field => field.Name))
            : string.Empty;
    }

    /// <summary>The possible types that have the field, and before them the interfaces from which they have it.</summary>
    private static IEnumerable<string> TypesWith(GraphQlWalk walk, GraphQlDefinition parent, string name)
    {
        var possible = walk.Schema.PossibleTypesOf(parent);
        walk.Charge(possible.Count);
        var types = possible.Select(walk.Schema.Find).OfType<GraphQlDefinition>().Where(type => type.FindField(name) is not null).ToList();
        var uses = types
            .SelectMany(type => type.Interfaces)
            .Where(type => walk.Schema.Find(type)?.FindField(name) is not null)
            .GroupBy(type => type)
            .ToDictionary(group => group.Key, group => group.Count());
        return uses.Keys.Concat(types.Select(type => type.Name))
            .OrderByDescending(type => uses.GetValueOrDefault(type))
            .ThenBy(type => type, StringComparer.Ordinal);
    }
}
