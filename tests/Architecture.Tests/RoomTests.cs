using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
        Assert.That(project.Trees.Select(tree => Reference.RoomOf(tree.FilePath)).Distinct(), Is.EquivalentTo(order), $"the table of rooms in ARCHITECTURE.md has each room of {directory} once");

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
    public void Project_Namespaces_AreDirectories(string directory) => Assert.That(WrongNamespaces(SourceProject.In(directory)), Is.Empty);

    /// <summary>What is compiled is what these tests read, whatever the compiler's symbols.</summary>
    [TestCaseSource(nameof(Projects))]
    public void Project_Sources_HaveNoConditions(string directory) => Assert.That(Conditions(SourceProject.In(directory)), Is.Empty);

    [TestCaseSource(nameof(Projects))]
    public void Project_Sources_AreAllRead(string directory) => Assert.That(SourceProject.In(directory).Unread, Is.Empty);

    /// <summary>A check that cannot fail would be none: a file that names a later room's is found.</summary>
    [Test]
    public void References_OfARoomThatStandsLater_IsSeen()
    {
        var references = SourceProject.In("gatekeeper").References;

        Assert.That(references, Has.Some.Matches<Reference>(reference => reference is { FromRoom: "Hosting", ToRoom: "Seam" }));
        Assert.That(RoomOrder.Backward(["Hosting", "Seam"], new Dictionary<(string, string), int> { [("Hosting", "Seam")] = 3 }), Is.EqualTo(3));
    }

    [TestCase("[Later] class Early;", "class LaterAttribute : System.Attribute;")]
    [TestCase("[Later] class Early;", "class LaterAttribute : System.Attribute { public LaterAttribute() { } }")]
    [TestCase("class Early { object Made => new Late(); }", "class Late;")]
    [TestCase("class Early { bool Are(Late a) => a.Equals(a); }", "record Late(int Number);")]
    [TestCase("class Early { int Of((int, Late) it) => (int)it.Item2; }", "enum Late { Never }")]
    [TestCase("class Early(int number) { int Doubled => number.Twice(); }", "static class Later { public static int Twice(this int number) => number * 2; }")]
    public void References_OfWhatIsWrittenNowhere_IsToItsType(string early, string later)
    {
        using var sample = new SampleProject(("Early/Early.cs", $"using Sample.Later; namespace Sample.Early; {early}"), ("Later/Later.cs", $"namespace Sample.Later; {later}"));

        Assert.That(sample.Read().References.Select(reference => (reference.FromRoom, reference.ToRoom)), Has.Member(("Early", "Later")));
    }

    [TestCase("using Sample.Later;")]
    [TestCase("using static Sample.Later.Late;")]
    [TestCase("global using Sample.Later;")]
    [TestCase("using It = Sample.Later.Late;")]
    [TestCase("using It = Sample.Later.Late[];")]
    [TestCase("using It = System.Collections.Generic.List<Sample.Later.Late>;")]
    [TestCase("using It = (int A, Sample.Later.Late B);")]
    [TestCase("using It = System.Nullable<Sample.Later.LateStruct>;")]
    [TestCase("using Later = Sample.Later;")]
    public void References_OfAUsingDirective_AreToItsRoom(string directive)
    {
        using var sample = new SampleProject(
            ("Early/Early.cs", $"{directive}\nnamespace Sample.Early; class Early;"),
            ("Later/Late.cs", "namespace Sample.Later; class Late;"),
            ("Later/LateStruct.cs", "namespace Sample.Later; struct LateStruct;"));

        Assert.That(sample.Read().References.Select(reference => (reference.FromRoom, reference.ToRoom)).Distinct(), Is.EqualTo(new[] { ("Early", "Later") }));
    }

    /// <summary>The extensions stand in the project's own namespace, so that no using directive tells of them.</summary>
    [TestCase("object Use(List<Early> it) => new List<Early> { 1 };")]
    [TestCase("void Use() { foreach (var it in this) { } }")]
    [TestCase("async Task Use() => await this;")]
    [TestCase("void Use() { var (a, b) = this; }")]
    [TestCase("object Use() => from it in this select it;")]
    [TestCase("object Use() => this + this;")]
    [TestCase("Bag Use() => [1, 2];")]
    [TestCase("bool Use() => this is (1, 2);")]
    [TestCase("int Use() { if (this) { return 1; } return 0; }")]
    [TestCase("int Use() => this ? 1 : 0;")]
    [TestCase("unsafe void Use() { fixed (int* it = this) { } }")]
    public void References_OfWhatIsUsedWithoutAName_AreSeen(string member)
    {
        const string Extensions = """
            namespace Sample;
            static class Extensions
            {
                public static void Add(this List<Room.Early> list, int number) { }
                public static IEnumerator<int> GetEnumerator(this Room.Early early) => null!;
                public static System.Runtime.CompilerServices.TaskAwaiter GetAwaiter(this Room.Early early) => default;
                public static void Deconstruct(this Room.Early early, out int a, out int b) => a = b = 0;
                public static int Select(this Room.Early early, Func<int, int> map) => 0;
                public static void Add(this Room.Bag bag, int number) { }
                public static ref int GetPinnableReference(this Room.Early early) => throw new InvalidOperationException();
                extension(Room.Early)
                {
                    public static int operator +(Room.Early a, Room.Early b) => 0;
                    public static bool operator true(Room.Early a) => true;
                    public static bool operator false(Room.Early a) => false;
                }
            }
            """;
        using var sample = new SampleProject(
            ("Extensions.cs", Extensions),
            ("Room/Early.cs", $"namespace Sample.Room; class Early {{ {member} }}"),
            ("Room/Bag.cs", "namespace Sample.Room; class Bag : System.Collections.IEnumerable { public System.Collections.IEnumerator GetEnumerator() => null!; }"));

        Assert.That(sample.Read().References.Select(reference => (reference.FromRoom, reference.ToRoom)), Has.Member(("Room", RoomTable.Root)));
    }

    [TestCase("Early/Early.CS")]
    [TestCase("Early/bin/Early.cs")]
    [TestCase("Early/obj/Early.cs")]
    public void Sources_WhereverTheSdkTakesThem_AreRead(string path)
    {
        using var sample = new SampleProject((path, "namespace Sample.Early; class Early : Sample.Later.Late;"), ("Later/Late.cs", "namespace Sample.Later; class Late;"), ("obj/Made.cs", "class Made;"));

        Assert.That(sample.Read().Trees.Select(tree => tree.FilePath), Is.EquivalentTo(new[] { path, "Later/Late.cs" }));
        Assert.That(sample.Read().References.Select(reference => (reference.FromRoom, reference.ToRoom)), Has.Member(("Early", "Later")));
    }

    [TestCase("Room/Page.razor")]
    [TestCase("Room/Page.cshtml")]
    public void Sources_OfAnotherLanguage_AreSeen(string path)
    {
        using var sample = new SampleProject((path, "@code { }"), ("Room/Here.cs", "namespace Sample.Room; class Here;"));

        Assert.That(sample.Read().Unread, Is.EqualTo(new[] { path }));
    }

    [TestCase("class Homeless;")]
    [TestCase("enum Homeless { Here }")]
    [TestCase("delegate void Homeless();")]
    [TestCase("namespace Sample; class Elsewhere;")]
    [TestCase("namespace Sample.Room.Deeper { class Elsewhere; }")]
    [TestCase("namespace Sample.Room { class Here; } class Homeless;")]
    [TestCase("System.Console.WriteLine(); class Homeless;")]
    public void Namespaces_OfAFileThatIsElsewhere_AreSeen(string text)
    {
        using var sample = new SampleProject(("Room/File.cs", text), ("Room/Right.cs", "namespace Sample.Room; class Right { class Within; }"), ("Program.cs", "System.Console.WriteLine();"));

        Assert.That(WrongNamespaces(sample.Read()), Has.Exactly(1).Items.And.All.StartsWith("Room/File.cs "));
    }

    [TestCase("#if NET10_0_OR_GREATER\nclass Here;\n#endif")]
    [TestCase("#if DEBUG\nclass Here;\n#endif")]
    [TestCase("class Here\n{\n#if RELEASE\n    int _number;\n#endif\n}")]
    public void Conditions_InAFile_AreSeen(string text)
    {
        using var sample = new SampleProject(("Here.cs", text), ("There.cs", "#pragma warning disable CS0169\nnamespace Sample; class There;"));

        Assert.That(Conditions(sample.Read()), Is.EqualTo(new[] { "Here.cs" }));
    }

    // Each type must stand in the one namespace that its directory has; but a program of statements has none.
    private static IEnumerable<string> WrongNamespaces(SourceProject project) =>
        from tree in project.Trees
        from declaration in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
        where declaration is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && declaration.Parent is not BaseTypeDeclarationSyntax
        let directories = Path.GetDirectoryName(tree.FilePath)!.Replace('/', '.')
        let expected = directories.Length == 0 ? project.RootNamespace : $"{project.RootNamespace}.{directories}"
        let found = (declaration.Parent as BaseNamespaceDeclarationSyntax)?.Name.ToString()
        where found != expected
        select $"{tree.FilePath} has a type in {found ?? "no namespace"}, not in {expected}";

    private static IEnumerable<string> Conditions(SourceProject project) => project.Trees
        .Where(tree => tree.GetRoot().DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia)))
        .Select(tree => tree.FilePath);
}
