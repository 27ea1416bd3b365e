using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>Puts a schema together: the definitions with their extensions, what implements what, and the roots. Then it has it checked.</summary>
internal sealed class GraphQlSchemaBuilder
{
    /// <summary>A schema may declare these again.</summary>
    private static readonly HashSet<string> KnownDirectives = ["include", "skip", "deprecated", "specifiedBy", "defer", "oneOf"];

    private readonly Action<long> _charge;
    private readonly GraphQlSchemaDocument _document;
    private readonly Dictionary<string, GraphQlDefinition> _types = [];
    private readonly Dictionary<string, GraphQlDirectiveDefinition> _directives = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _possibleTypes = [];
    private readonly Dictionary<string, GraphQlDefinition> _roots = [];

    private GraphQlSchemaBuilder(GraphQlSchemaDocument document, Action<long> charge)
    {
        _document = document;
        _charge = charge;
    }

    /// <param name="document">The schema's own document.</param>
    /// <param name="charge">Counts the steps that the work takes.</param>
    /// <exception cref="GraphQlException">The schema is not valid.</exception>
    internal static GraphQlSchema Build(GraphQlSchemaDocument document, Action<long> charge) => new GraphQlSchemaBuilder(document, charge).Build();

    private GraphQlSchema Build()
    {
        Define(GraphQlPrelude.Document.Definitions);
        Define(_document.Definitions);
        Extend();
        FindPossibleTypes();
        Declare(GraphQlPrelude.Document.Directives);
        Declare(_document.Directives);
        FindRoots();
        var schema = new GraphQlSchema { Types = _types, Directives = _directives, PossibleTypes = _possibleTypes, Roots = _roots };
        new GraphQlSchemaCheck(schema, _charge).Check();
        InferRoots();
        AddIntrospection();
        return schema;
    }

    private void Define(IReadOnlyList<GraphQlDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            if (!_types.TryAdd(definition.Name, definition))
            {
                throw GraphQlSchemaProblem.At(definition.Place, $"Cannot redeclare type {definition.Name}.");
            }
        }
    }

    private void Extend()
    {
        foreach (var extensions in _document.Extensions.GroupBy(extension => extension.Name))
        {
            var first = extensions.First();
            var extended = _types.GetValueOrDefault(first.Name) ?? new GraphQlDefinition { Kind = first.Kind, Name = first.Name, Place = first.Place };
            if (extensions.FirstOrDefault(extension => extension.Kind != extended.Kind) is { } other)
            {
                throw GraphQlSchemaProblem.At(
                    other.Place, $"Cannot extend type {other.Name} because the base type is a {extended.Kind}, not {other.Kind}.");
            }

            _types[first.Name] = extended.ExtendedBy([.. extensions]);
        }
    }

    private void FindPossibleTypes()
    {
        foreach (var definition in _types.Values)
        {
            switch (definition.Kind)
            {
                case GraphQlTypeKind.Union:
                    AddPossible(definition.Name, definition.Types.Where(_types.ContainsKey));
                    break;
                case GraphQlTypeKind.Object or GraphQlTypeKind.InputObject:
                    AddPossible(definition.Interfaces, definition.Name);
                    AddPossible(definition.Name, [definition.Name]);
                    break;
                case GraphQlTypeKind.Interface:
                    AddPossible(definition.Interfaces, definition.Name);
                    break;
                default:
                    break;
            }
        }
    }

    private void AddPossible(IReadOnlyList<string> types, string possible)
    {
        foreach (var type in types)
        {
            AddPossible(type, [possible]);
        }
    }

    private void AddPossible(string type, IEnumerable<string> possible)
    {
        if (!_possibleTypes.TryGetValue(type, out var types))
        {
            _possibleTypes.Add(type, types = new List<string>());
        }

        ((List<string>)types).AddRange(possible);
    }

    private void Declare(IReadOnlyList<GraphQlDirectiveDefinition> directives)
    {
        foreach (var directive in directives)
        {
            if (_directives.ContainsKey(directive.Name) && !KnownDirectives.Contains(directive.Name))
            {
                throw GraphQlSchemaProblem.At(directive.Place, $"Cannot redeclare directive {directive.Name}.");
            }

            _directives[directive.Name] = directive;
        }
    }

    private void FindRoots()
    {
        if (_document.Schemas.Count > 1)
        {
            throw GraphQlSchemaProblem.At(
                _document.Schemas[1].Place, "Cannot have multiple schema entry points, consider schema extensions instead.");
        }

        foreach (var root in _document.Schemas.Concat(_document.SchemaExtensions).SelectMany(schema => schema.OperationTypes))
        {
            _roots[root.Operation] = _types.GetValueOrDefault(root.Type) ?? throw GraphQlSchemaProblem.At(
                root.Place, $"Schema root {root.Operation} refers to a type {root.Type} that does not exist.");
        }
    }

    /// <summary>Types named after operations are their roots where the schema does not say which are.</summary>
    private void InferRoots()
    {
        if (_document.Schemas.Count > 0)
        {
            return;
        }

        foreach (var (operation, name) in new[] { ("query", "Query"), ("mutation", "Mutation"), ("subscription", "Subscription") })
        {
            if (_types.TryGetValue(name, out var type))
            {
                _roots.TryAdd(operation, type);
            }
        }
    }

    private void AddIntrospection()
    {
        if (!_roots.TryGetValue("query", out var root))
        {
            return;
        }

        var whole = root.ExtendedBy([GraphQlPrelude.RootFields]);
        _types[root.Name] = whole;
        foreach (var operation in _roots.Where(other => other.Value == root).Select(other => other.Key).ToList())
        {
            _roots[operation] = whole;
        }
    }
}
