using System.Runtime.CompilerServices;
using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>
/// Goes through a query with its schema at hand, notes at each part what the schema says of it, and shows it to the rules. A fragment is
/// walked where an operation spreads it, and once more by itself.
/// </summary>
internal sealed class GraphQlWalk
{
    private static readonly GraphQlFieldDefinition TypeName =
        new() { Name = "__typename", Type = new GraphQlType("String", null, IsNonNull: false, null) };

    private readonly GraphQlProblems _problems = new();
    private readonly HashSet<string> _walkedFragments = [];
    private readonly Action<long> _charge;
    private readonly GraphQlRule[] _rules;

    private GraphQlWalk(GraphQlSchema schema, GraphQlQuery query, Action<long> charge)
    {
        Schema = schema;
        Query = query;
        _charge = charge;
        _rules = GraphQlRules.New();
    }

    internal GraphQlSchema Schema { get; }

    internal GraphQlQuery Query { get; }

    /// <summary>The operation that is walked; null inside a fragment that is walked by itself.</summary>
    internal GraphQlOperation? CurrentOperation { get; private set; }

    /// <param name="schema">The schema.</param>
    /// <param name="query">The document.</param>
    /// <param name="charge">Counts the steps that the work takes.</param>
    /// <exception cref="GraphQlException">The query is not valid.</exception>
    internal static void Validate(GraphQlSchema schema, GraphQlQuery query, Action<long> charge)
    {
        var walk = new GraphQlWalk(schema, query, charge);
        walk.Run();
        walk._problems.ThrowIfAny();
    }

    /// <summary>Notes a mistake.</summary>
    internal void Report(GraphQlPlace? place, string problem)
    {
        _charge(1 + problem.Length);
        _problems.Add(place, problem);
    }

    /// <summary>Counts work, in every recursion: fragments in a row nest as deeply as their author likes.</summary>
    internal void Charge(long steps)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GraphQlException("the document nests too deeply");
        }

        _charge(steps);
    }

    private void Run()
    {
        foreach (var operation in Query.Operations)
        {
            _walkedFragments.Clear();
            WalkOperation(operation);
        }

        foreach (var fragment in Query.Fragments)
        {
            _walkedFragments.Clear();
            WalkFragment(fragment);
        }
    }

    private void WalkOperation(GraphQlOperation operation)
    {
        CurrentOperation = operation;
        foreach (var variable in operation.Variables)
        {
            Show(rule => rule.Variable(this, variable));
        }

        foreach (var variable in operation.Variables)
        {
            if (variable.Default is { } value)
            {
                WalkValue(value, variable.Type, Schema.Find(variable.Type.BaseName));
            }

            WalkDirectives(variable.Directives, "VARIABLE_DEFINITION");
        }

        WalkDirectives(operation.Directives, operation.Kind.Length == 0 ? "QUERY" : operation.Kind.ToUpperInvariant());
        WalkSelections(Schema.Root(operation), operation.Selections);
        Show(rule => rule.Operation(this, operation));
        CurrentOperation = null;
    }

    private void WalkFragment(GraphQlFragment fragment)
    {
        WalkDirectives(fragment.Directives, "FRAGMENT_DEFINITION");
        WalkSelections(Schema.Find(fragment.TypeCondition), fragment.Selections);
        Show(rule => rule.Fragment(this, fragment));
    }

    private void WalkSelections(GraphQlDefinition? parent, IReadOnlyList<GraphQlSelection> selections)
    {
        Charge(selections.Count);
        foreach (var selection in selections)
        {
            selection.Parent = parent;
            switch (selection)
            {
                case GraphQlField field:
                    WalkField(parent, field);
                    break;
                case GraphQlInlineFragment fragment:
                    WalkInlineFragment(parent, fragment);
                    break;
                case GraphQlSpread spread:
                    WalkSpread(spread);
                    break;
                default:
                    break;
            }
        }
    }

    private void WalkField(GraphQlDefinition? parent, GraphQlField field)
    {
        field.Definition = field.Name == TypeName.Name ? TypeName : parent?.FindField(field.Name);
        var type = field.Definition is { } definition ? Schema.Find(definition.Type.BaseName) : null;
        WalkArguments(field.Arguments, field.Definition?.Arguments);
        WalkDirectives(field.Directives, "FIELD");
        WalkSelections(type, field.Selections);
        Show(rule => rule.Field(this, field));
    }

    private void WalkInlineFragment(GraphQlDefinition? parent, GraphQlInlineFragment fragment)
    {
        var type = fragment.TypeCondition.Length == 0 ? parent : Schema.Find(fragment.TypeCondition);
        WalkDirectives(fragment.Directives, "INLINE_FRAGMENT");
        WalkSelections(type, fragment.Selections);
        Show(rule => rule.InlineFragment(this, fragment));
    }

    private void WalkSpread(GraphQlSpread spread)
    {
        spread.Fragment = Query.FindFragment(spread.Name);
        WalkDirectives(spread.Directives, "FRAGMENT_SPREAD");
        if (spread.Fragment is { } fragment && _walkedFragments.Add(fragment.Name))
        {
            WalkSelections(Schema.Find(fragment.TypeCondition), fragment.Selections);
        }

        Show(rule => rule.Spread(this, spread));
    }

    private void WalkDirectives(IReadOnlyList<GraphQlDirective> directives, string location)
    {
        foreach (var directive in directives)
        {
            directive.Definition = Schema.Directives.GetValueOrDefault(directive.Name);
            directive.Location = location;
            WalkArguments(directive.Arguments, directive.Definition?.Arguments);
            Show(rule => rule.Directive(this, directive));
        }

        Show(rule => rule.Directives(this, directives));
    }

    private void WalkArguments(IReadOnlyList<GraphQlArgument> arguments, IReadOnlyList<GraphQlFieldDefinition>? definitions)
    {
        foreach (var argument in arguments)
        {
            _charge(definitions?.Count ?? 0);
            var type = definitions?.FirstOrDefault(definition => definition.Name == argument.Name)?.Type;
            WalkValue(argument.Value, type, type is null ? null : Schema.Find(type.BaseName));
        }
    }

    private void WalkValue(GraphQlValue value, GraphQlType? expected, GraphQlDefinition? definition)
    {
        value.ExpectedType = expected;
        value.Definition = definition;
        if (value.Kind == GraphQlValueKind.Variable && CurrentOperation is { } operation)
        {
            _charge(operation.Variables.Count);
            value.Variable = operation.Variables.FirstOrDefault(variable => variable.Name == value.Raw);
            value.Variable?.IsUsed = true;
        }

        foreach (var member in value.Members)
        {
            var type = value.Kind == GraphQlValueKind.Object ? definition?.FindField(member.Name)?.Type : expected?.Element;
            var memberDefinition = value.Kind == GraphQlValueKind.Object ? Find(type) : definition;
            WalkValue(member.Value, type, type is null ? null : memberDefinition);
        }

        Show(rule => rule.Value(this, value));
    }

    private GraphQlDefinition? Find(GraphQlType? type) => type is null ? null : Schema.Find(type.BaseName);

    private void Show(Action<GraphQlRule> show)
    {
        _charge(_rules.Length);
        foreach (var rule in _rules)
        {
            show(rule);
        }
    }
}
