using Gateway.Hosting.Revisions.Directories;
using Rego;
using Rego.Loading;
using Rego.Values;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>
/// Where files stand in a revision. The path is the boundary: who owns a directory speaks of what it is named for, and of nothing else, so
/// rules stand with the security team, and data in exactly one place.
/// </summary>
internal static class DataLayout
{
    private static readonly string[] DirectoriesOfMany = ["applications", "classes", "teams"];

    /// <summary>What stands in the wrong place.</summary>
    public static List<string> FindFaults(IReadOnlyList<PolicyFile> files) =>
    [
        .. files.Where(file => PolicyNames.IsLoaded(file.Path)).Select(file => FindFault(file.Path)).OfType<string>(),
        .. files.Where(file => PolicyNames.IsData(file.Path)).GroupBy(file => DirectoryOf(file.Path), StringComparer.Ordinal)
            .Where(directory => directory.Count() > 1 && directory.All(file => IsDataName(NameOf(file.Path))))
            .Select(directory => $"{directory.Last().Path}: {directory.First().Path} stands beside it; a directory's data stand in one file"),
        .. FindSecondFormat(files.Select(file => file.Path).Where(path => PolicyNames.IsData(path) && FindFault(path) is null)),
    ];

    /// <summary>The file that holds, or would hold, what stands at a path of data, without its ending; and how many steps lead to its top.</summary>
    public static (string DirectoryPath, int Steps) FileFor(IReadOnlyList<string> path) => path switch
    {
        [] => ("", 0),
        [var root, var name, ..] when DirectoriesOfMany.Contains(root) => ($"{root}/{name}", 2),
        [var root, ..] => (root, 1),
    };

    /// <summary>The directory in which a file would stand where none of a root's is there: <c>applications/NAME</c> for <c>applications</c>.</summary>
    public static string DirectoryOfOne(string directory) => DirectoriesOfMany.Contains(directory) ? $"{directory}/NAME" : directory;

    /// <summary>Whether a module's package is one that may hold rules or tests.</summary>
    public static bool IsPackage(IReadOnlyList<string> package) => package is [var first, ..] && (PolicyNames.RuleDirectories.Contains(first)
        || (first.EndsWith("_test", StringComparison.Ordinal) && PolicyNames.RuleDirectories.Any(directory => first.StartsWith(directory + "_", StringComparison.Ordinal))));

    /// <summary>
    /// The modules whose package is none of these, since a rule there could stand in for data, and so for rights; and tests in a package
    /// of rules, since what a file of tests says there decides nothing when it counts.
    /// </summary>
    public static List<string> FindFaults(IEnumerable<RegoSource> modules) => [.. modules.Select(FindFault).OfType<string>()];

    /// <summary>The data in directories that the policies do not know.</summary>
    /// <param name="files">The files.</param>
    /// <param name="known">The set of known names; null where the policies do not say.</param>
    public static List<string> FindUnknownRoots(IReadOnlyList<PolicyFile> files, RegoValue? known)
    {
        if (known is null)
        {
            return [];
        }

        if (known is not RegoSet roots || !roots.All(root => root is RegoString))
        {
            return [$"{DataFaults.RootsQuery} is not a set of names"];
        }

        var names = string.Join(", ", roots.Cast<RegoString>().Select(root => root.Value));
        return
        [
            .. files.Where(file => PolicyNames.IsData(file.Path) && !roots.Contains(RegoString.From(file.Path.Split('/')[0])))
                .Select(file => $"{file.Path}:1:1: the policies know no data of the name {Describe(file.Path.Split('/')[0])}"),
        ];

        string Describe(string name) => MeantName.Of(name, roots.Cast<RegoString>().Select(root => root.Value)) is { } meant
            ? $"{name} (did you mean {meant}?); known are {names}"
            : $"{name}; known are {names}";
    }

    // One of each is enough to tell it: one of the format that fewer files have first, as that is what is likely not meant. Two in one
    // directory are told as such.
    private static IEnumerable<string> FindSecondFormat(IEnumerable<string> data)
    {
        var formats = data.GroupBy(DirectoryOf, StringComparer.Ordinal).Where(directory => directory.Count() == 1).Select(directory => directory.Single())
            .GroupBy(path => Path.GetExtension(path), StringComparer.Ordinal)
            .OrderBy(format => format.Count()).ThenBy(format => format.Key, StringComparer.Ordinal)
            .Select(format => (Path: format.First(), Name: format.Key[1..].ToUpperInvariant())).ToList();
        return formats is [var rare, var common] ? [$"{rare.Path}: this is {rare.Name}, and {common.Path} is {common.Name}; all data stand in one format"] : [];
    }

    private static string? FindFault(RegoSource module)
    {
        if (module.Package is not { } package)
        {
            return null;
        }

        var name = string.Join('.', package);
        if (!IsPackage(package))
        {
            return $"{module.Path}:1:1: the package {name} is not below gatekeeper or deployer; rules and tests stand there alone";
        }

        return PolicyNames.IsTest(module.Path) && !package.Any(part => part.EndsWith("_test", StringComparison.Ordinal))
            ? $"{module.Path}:1:1: what *_test.rego files hold decides nothing, and the package {name} decides; tests stand in a package such as {package[0]}_{TestNameOf(module.Path)}, rules in a file of another name"
            : null;
    }

    private static string TestNameOf(string path) => NameOf(path)[..^".rego".Length].Replace('-', '_');

    private static string? FindFault(string path)
    {
        var isRule = path.EndsWith(".rego", StringComparison.Ordinal);
        var steps = path.Split('/');
        if (PolicyNames.RuleDirectories.Contains(steps[0]) && steps.Length > 1)
        {
            return isRule ? null : FindRuleFault(path, steps[0]);
        }

        if (isRule || PolicyNames.IsMeantAsRules(path))
        {
            return $"{path}: rules and tests (*.rego{(isRule ? "" : ", in small letters")}) stand below gatekeeper/ or deployer/ alone";
        }

        return FindDataFault(path, steps);
    }

    private static string FindRuleFault(string path, string directory)
    {
        if (PolicyNames.IsMeantAsRules(path))
        {
            return $"{path}: the ending of rules is .rego, in small letters";
        }

        return PolicyNames.HasEnding(path)
            ? $"{path}: {directory}/ holds rules and no data; data stand in directories of their own, for example roles/data.yaml"
            : $"{path}: this cannot stand here; valid are rules (*.rego), and beside them texts alone, such as README.md";
    }

    private static string? FindDataFault(string path, string[] steps)
    {
        var isOfMany = DirectoriesOfMany.Contains(steps[0]);
        if (steps.Length == (isOfMany ? 3 : 2) && IsDataName(steps[^1]))
        {
            return null;
        }

        var valid = isOfMany ? $"{steps[0]}/NAME/data.yaml" : PolicyNames.IsDataDirectory(steps[0]) && steps.Length > 1 ? $"{steps[0]}/data.yaml" : "a directory's own file, such as roles/data.yaml";
        return (isOfMany ? null : MeantName.Of(steps[0], DirectoriesOfMany)) is { } meant
            ? $"{path}: data cannot stand here (did you mean {meant}/NAME/data.yaml?)"
            : $"{path}: {(PolicyNames.HasEnding(path) ? "data" : "this")} cannot stand here; valid is {valid} (or data.json){(PolicyNames.HasEnding(path) ? "" : ", and beside data texts alone, such as README.md")}";
    }

    private static bool IsDataName(string name) => name is "data.yaml" or "data.json";

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string DirectoryOf(string path) => path.LastIndexOf('/') is >= 0 and var end ? path[..end] : "";
}
