namespace Deployer.Tests.Support;

/// <summary>A private directory for one test; gone after it.</summary>
internal sealed class TestDirectory : IDisposable
{
    public TestDirectory() => Path = Directory.CreateTempSubdirectory("deployer-test-").FullName;

    public string Path { get; }

    public string Combine(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public string Write(string name, string text)
    {
        var path = Combine(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes the policy that finds nothing wrong with its data, without which no revision is taken.</summary>
    public void WriteFaultless(string policies) => Write($"{policies}/gatekeeper/faults.rego", "package gatekeeper\n\nfaults := set()\n");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
