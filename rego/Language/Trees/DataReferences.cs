using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Trees;

/// <summary>Collects what a module names of <c>data</c>. Imports count where they are used.</summary>
internal sealed class DataReferences : SyntaxWalker
{
    private const string Data = "data";

    private readonly Dictionary<string, IReadOnlyList<string?>> _imports = [];
    private readonly IReadOnlyList<string?> _package;
    private readonly List<DataReference> _found = [];

    private DataReferences(Module module)
    {
        _package = StepsOf(module.Package.Path.RemoveAt(0));
        foreach (var import in module.Imports)
        {
            if (import.Path is RefTerm { Head: VarTerm { Name: Data } } reference)
            {
                var steps = StepsOf(reference.Path);
                _imports[import.Alias?.Name ?? steps[^1] ?? ""] = steps;
            }
        }
    }

    /// <summary>The references of a module.</summary>
    internal static IReadOnlyList<DataReference> Of(Module module)
    {
        var references = new DataReferences(module);
        references.Walk(module);
        return references._found;
    }

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case RuleHead head:
                // Its name is what it defines.
                Walk(head.Reference.IsDefaultOrEmpty ? [] : head.Reference.RemoveAt(0));
                Walk(head.Arguments);
                Walk(head.Key);
                Walk(head.Value);
                return false;
            case RefTerm { Head: VarTerm head } reference:
                Add(head, StepsOf(reference.Path));
                Walk(reference.Path);
                return false;
            case VarTerm variable:
                Add(variable, []);
                return false;
            default:
                return true;
        }
    }

    private static IReadOnlyList<string?> StepsOf(ImmutableArray<Term> path) => [.. path.Select(step => (step as StringTerm)?.Value)];

    private void Add(VarTerm head, IReadOnlyList<string?> steps)
    {
        if (head.Name == Data)
        {
            _found.Add(new DataReference(head.Location, steps, IsOwn: false));
        }
        else if (_imports.TryGetValue(head.Name, out var import))
        {
            _found.Add(new DataReference(head.Location, [.. import, .. steps], IsOwn: false));
        }
        else
        {
            _found.Add(new DataReference(head.Location, [.. _package, head.Name, .. steps], IsOwn: true));
        }
    }
}
