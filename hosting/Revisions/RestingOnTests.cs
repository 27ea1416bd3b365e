using Gateway.Hosting.Revisions.Directories;
using Rego;
using Rego.Syntax;

namespace Gateway.Hosting.Revisions;

/// <summary>
/// Rules that rest on what files of tests define. A revision decides without these files, so what is asked there would be undefined in a
/// program, and defined wherever the policies are tested.
/// </summary>
internal static class RestingOnTests
{
    /// <summary>Where rules name what <c>*_test.rego</c> files define; the first place in each file.</summary>
    public static List<string> FindFaults(IReadOnlyList<RegoSource> modules)
    {
        List<IReadOnlyList<string>> defined = [.. modules.Where(module => PolicyNames.IsTest(module.Path)).SelectMany(DefinedBy)];
        return defined.Count == 0
            ? []
            : [.. modules.Where(module => !PolicyNames.IsTest(module.Path)).Select(module => FindFault(module, defined)).OfType<string>()];
    }

    private static IEnumerable<IReadOnlyList<string>> DefinedBy(RegoSource module) =>
        module.Package is { } package ? module.RuleNames.Select(name => (IReadOnlyList<string>)[.. package, name]) : [];

    private static string? FindFault(RegoSource module, List<IReadOnlyList<string>> defined)
    {
        foreach (var reference in module.References)
        {
            if (defined.Find(rule => Means(reference, rule)) is { } rule)
            {
                var place = reference.Location;
                return $"{module.Path}:{place.Row}:{place.Column}: data.{string.Join('.', rule)} stands in a file of tests (*_test.rego), which decides nothing; what rules rest on stands in a file of another name";
            }
        }

        return null;
    }

    // What ends before the rule's name means all below it, and so the rule; a name alone may be a variable's.
    private static bool Means(DataReference reference, IReadOnlyList<string> rule) =>
        (reference.Path.Count >= rule.Count || !reference.IsOwn) && reference.Path.Zip(rule).All(step => step.First is null || step.First == step.Second);
}
