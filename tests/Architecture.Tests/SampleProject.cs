namespace Architecture.Tests;

/// <summary>A project of a few files that is there for one test, to see that what is wrong in it is found.</summary>
internal sealed class SampleProject : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sample-").FullName;

    /// <summary>Writes the files, each with its path below the project's directory.</summary>
    public SampleProject(params ReadOnlySpan<(string Path, string Text)> files)
    {
        File.WriteAllText(Path.Combine(_root, "Sample.csproj"), "<AssemblyName>Sample</AssemblyName><RootNamespace>Sample</RootNamespace>");
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
            File.WriteAllText(Path.Combine(_root, path), text);
        }
    }

    /// <summary>The project as the tests of what ships read theirs.</summary>
    public SourceProject Read() => new(_root);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);
}
