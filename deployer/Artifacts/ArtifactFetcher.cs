using System.Security.Cryptography;
using Deployer.Artifacts.Archives;
using Deployer.Artifacts.Sources;
using Deployer.Configuration;
using Deployer.Destinations;
using Deployer.Errors;
using Deployer.Facts;
using Gateway.Contract.Validation;
using Gateway.Hosting.Posix;

namespace Deployer.Artifacts;

/// <summary>Brings an artifact into a work directory and says what it is. Safe to repeat: a file is in the directory whole or not at all.</summary>
internal sealed class ArtifactFetcher(ArtifactSources sources, DeployerOptions options)
{
    private const int MaxTries = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Fetches <c>&lt;application&gt;-&lt;version&gt;</c> in the first form that the source has.</summary>
    /// <param name="destination">Names the source.</param>
    /// <param name="version">The version.</param>
    /// <param name="directory">The work directory.</param>
    /// <param name="pause">Waits between two tries.</param>
    /// <param name="cancellation">Ends the fetch.</param>
    /// <exception cref="StepFailedException">There is no such artifact, it is too large, or not what its checksum file says.</exception>
    /// <exception cref="SourceUnavailableException">The source does not answer now.</exception>
    public async Task<ArtifactFetched> FetchAsync(Destination destination, string version, string directory, Func<TimeSpan, CancellationToken, Task> pause, CancellationToken cancellation)
    {
        if (!FieldRules.IsName(destination.Application) || !FieldRules.IsVersion(version))
        {
            throw new StepFailedException("The application's or version's name is not valid.");
        }

        var source = sources.For(destination.ArtifactSource);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FetchOnceAsync(source, $"{destination.Application}-{version}", directory, cancellation);
            }
            catch (IOException e) when (attempt == MaxTries)
            {
                throw new SourceUnavailableException("The artifact could not be fetched.", e);
            }
            catch (IOException)
            {
                await pause(FirstPause * Math.Pow(2, attempt - 1), cancellation);
            }
        }
    }

    private async Task<ArtifactFetched> FetchOnceAsync(IArtifactSource source, string stem, string directory, CancellationToken cancellation)
    {
        List<string> forbidden = [];
        foreach (var extension in Archive.Extensions)
        {
            var name = stem + extension;
            await using var content = await OpenAsync(source, name, forbidden, cancellation);
            if (content is not null)
            {
                var declared = await ChecksumFile.ReadAsync(source, name, cancellation);
                var artifact = await StoreAsync(source.Kind, name, content, directory, cancellation);
                return declared is null || declared == artifact.Digest
                    ? artifact
                    : throw new StepFailedException("The artifact is not what the checksum file beside it says.");
            }
        }

        throw new StepFailedException(forbidden.Count == 0
            ? $"The source has no {string.Join(" and no ", Archive.Extensions.Select(extension => $"'{stem}{extension}'"))}."
            : $"The source does not give out {string.Join(" or ", forbidden.Select(name => $"'{name}'"))} (403): it has none, or the deployer may not read it.");
    }

    // A form that is not given out may be one that is not there: the next one is asked for.
    private static async Task<Stream?> OpenAsync(IArtifactSource source, string name, List<string> forbidden, CancellationToken cancellation)
    {
        try
        {
            return await source.OpenAsync(name, cancellation);
        }
        catch (SourceForbidsException)
        {
            forbidden.Add(name);
            return null;
        }
    }

    private async Task<ArtifactFetched> StoreAsync(string kind, string name, Stream content, string directory, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (PosixFiles.Find(directory) is not { Type: FileType.Directory })
        {
            throw new IOException("The work directory is a link.");
        }

        var part = Path.Combine(directory, name + ".part");
        File.Delete(part);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size;
        await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            size = await CopyAsync(content, file, hash, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, Path.Combine(directory, name), overwrite: true);
        PosixFiles.SyncDirectory(directory);
        return new ArtifactFetched { Name = name, Digest = Digest(hash.GetHashAndReset()), Size = size, Source = kind };
    }

    private async Task<long> CopyAsync(Stream from, FileStream to, IncrementalHash hash, CancellationToken cancellation)
    {
        var buffer = new byte[128 * 1024];
        long size = 0;
        int count;
        while ((count = await from.ReadAsync(buffer, cancellation)) > 0)
        {
            size += count;
            if (size > options.Limits.MaxArtifactBytes)
            {
                throw new StepFailedException($"The artifact is larger than {options.Limits.MaxArtifactBytes} bytes.");
            }

            hash.AppendData(buffer, 0, count);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        return size;
    }

    private static string Digest(byte[] sha256) => "sha256:" + Convert.ToHexStringLower(sha256);
}
