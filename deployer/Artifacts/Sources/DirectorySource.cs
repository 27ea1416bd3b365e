using Deployer.Errors;
using Gateway.Hosting.Posix;

namespace Deployer.Artifacts.Sources;

/// <summary>A directory on this machine. Links, FIFOs and devices in it are refused.</summary>
internal sealed class DirectorySource(string directory) : IArtifactSource
{
    /// <inheritdoc/>
    public string Kind => "directory";

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNotEqual(Path.GetFileName(name), name);
        try
        {
            return Task.FromResult<Stream?>(PosixFiles.OpenRegular(Path.Combine(directory, name)));
        }
        catch (NotRegularFileException e)
        {
            throw new StepFailedException("The artifact in the source is not a regular file.", e);
        }
    }
}
