namespace Deployer.Deployments;

/// <summary>The deployments' work directories, each named by its deployment.</summary>
internal sealed class WorkDirectories(string root)
{
    /// <summary>The directory of a deployment; made by who needs it.</summary>
    public string Of(string id) => Path.Combine(root, id);

    /// <summary>Removes a deployment's directory where it is there. What cannot be removed now goes at the next start.</summary>
    public void Remove(string id)
    {
        try
        {
            Directory.Delete(Of(id), recursive: true);
        }
        catch (IOException)
        {
            // Not there, or busy.
        }
    }

    /// <summary>Removes what crashes have left of deployments that are over.</summary>
    public void RemoveAllBut(IReadOnlyCollection<string> open)
    {
        Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in new DirectoryInfo(root).EnumerateDirectories().Select(d => d.Name).Except(open).ToList())
        {
            Remove(name);
        }
    }
}
