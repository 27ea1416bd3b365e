using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>The rooms of every project: what the table in ARCHITECTURE.md says of them is so.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RoomTests
{
    private static string[] Projects => [.. RoomTable.Read().Keys];

    [Test]
    public void Table_Projects_AreAllThatShip()
    {
        var shipped = Directory.GetFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(SourceTree.Root, Path.GetDirectoryName(file)!))
            .Where(directory => !directory.StartsWith("tests/", StringComparison.Ordinal) && directory != "rego");

        Assert.That(Projects, Is.EquivalentTo(shipped), "'rego' alone is a package without sources");
    }

    [TestCaseSource(nameof(Projects))]
    public void Project_Arrows_PointToRoomsThatStandBefore(string directory)
    {
        var project = SourceProject.In(directory);
        var order = RoomTable.Read()[directory];
        Assert.That(project.Trees.Select(tree => Reference.RoomOf(tree.FilePath)).Distinct(), Is.EquivalentTo(order), "the table has each room once");

        var turned = project.References
            .Where(reference => Array.IndexOf(order, reference.ToRoom) > Array.IndexOf(order, reference.FromRoom))
            .Select(reference => $"{directory}/{reference.From} names {reference.Name} of {reference.To}: {reference.FromRoom} stands before {reference.ToRoom}");

        Assert.That(turned, Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void Project_OrderFoundAnew_HasNoArrowBackwards(string directory)
    {
        var references = SourceProject.In(directory).References.Where(reference => reference.FromRoom != reference.ToRoom);
        var edges = references.Select(reference => (reference.From, reference.To)).Distinct()
            .GroupBy(pair => (From: Reference.RoomOf(pair.From), To: Reference.RoomOf(pair.To)))
            .ToDictionary(group => group.Key, group => group.Count());

        var (backward, order) = RoomOrder.Find([.. RoomTable.Read()[directory]], edges);
        TestContext.Out.WriteLine($"{directory}: {backward} of {edges.Values.Sum()} file edges between rooms point backwards; {string.Join(" < ", order)}");

        Assert.That(backward, Is.Zero);
    }

    [TestCaseSource(nameof(Projects))]
    public void Project_Namespaces_AreDirectories(string directory)
    {
        var project = SourceProject.In(directory);
        var wrong = from tree in project.Trees
                    from declaration in tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
                    let directories = Path.GetDirectoryName(tree.FilePath)!.Replace('/', '.')
                    let expected = directories.Length == 0 ? project.RootNamespace : $"{project.RootNamespace}.{directories}"
                    where declaration.Name.ToString() != expected
                    select $"{directory}/{tree.FilePath} is in {declaration.Name}, not in {expected}";

        Assert.That(wrong, Is.Empty);
    }

    /// <summary>A check that cannot fail would be none: a file that names a later room's is found.</summary>
    [Test]
    public void References_OfARoomThatStandsLater_IsSeen()
    {
        var references = SourceProject.In("gatekeeper").References;

        Assert.That(references, Has.Some.Matches<Reference>(reference => reference is { FromRoom: "Hosting", ToRoom: "Seam" }));
        Assert.That(RoomOrder.Backward(["Hosting", "Seam"], new Dictionary<(string, string), int> { [("Hosting", "Seam")] = 3 }), Is.EqualTo(3));
    }
}
