using System.Security.Cryptography;
using System.Text;

namespace Gatekeeper.Policy;

/// <summary>What a folder's entries look like from outside: cheap to take, different whenever something was written.</summary>
/// <param name="Digest">Over names, lengths and times.</param>
internal readonly record struct PolicyFolderState(string Digest)
{
    /// <summary>Looks at the folder. One that can't be looked at has a state of its own.</summary>
    public static PolicyFolderState Read(string directory)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in Files(directory).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{file.FullName}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}\0"));
            }

            return new PolicyFolderState(Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PolicyFolderState(e.Message);
        }
    }

    // A link's target counts: folders are often swapped by switching one.
    private static IEnumerable<FileInfo> Files(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 32, AttributesToSkip = 0 })
            .Select(file => file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file);
}
