using Gateway.Hosting.Text;
using Rego.Loading;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>Finds where in the files of a revision the paths of data stand. Each file is read at most once.</summary>
/// <param name="files">The files.</param>
internal sealed class FaultPlaces(IReadOnlyList<PolicyFile> files)
{
    private readonly Dictionary<string, DataNode?> _trees = new(StringComparer.Ordinal);

    /// <summary>The fault as a line: <c>FILE:ROW:COLUMN: PATH: MESSAGE (HINT)</c>.</summary>
    public PlacedFault Place(DataFault fault)
    {
        var (directory, steps) = DataLayout.FileFor(fault.Path);
        var file = files.FirstOrDefault(file => file.Path == $"{directory}/data.yaml") ?? files.FirstOrDefault(file => file.Path == $"{directory}/data.json");
        var place = file is null ? SourcePlace.Start : TreeOf(file)?.Find([.. fault.Path.Skip(steps)]) ?? SourcePlace.Start;
        var hint = fault.Hint.Length == 0 ? "" : $" ({PrintableText.Of(fault.Hint)})";
        var path = fault.Path.Count == 0 ? "data" : PrintableText.OfPath(fault.Path, fault.AreIndexes);
        var name = file?.Path ?? (directory.Length == 0 ? "data" : PrintableText.Of($"{DataLayout.DirectoryOfOne(directory)}/data.yaml"));
        var isOfNothing = file is not null && fault.Path.Count == steps && TreeOf(file) is null;
        return new PlacedFault(name, place, path, PrintableText.Of(fault.Message) + (isOfNothing ? ": the file is empty" : "") + hint);
    }

    private DataNode? TreeOf(PolicyFile file)
    {
        if (!_trees.TryGetValue(file.Path, out var tree))
        {
            tree = DataSyntax.ReadTree(file);
            _trees.Add(file.Path, tree);
        }

        return tree;
    }
}
