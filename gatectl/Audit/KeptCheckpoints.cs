using Deploy.Audit;
using Gatectl.CommandLine;

namespace Gatectl.Audit;

/// <summary>Checkpoints that were kept elsewhere: only they show a log that was cut off together with its own checkpoints.</summary>
internal static class KeptCheckpoints
{
    private const int MaxFileBytes = 64 * 1024;

    public static byte[] Read(string file)
    {
        if (new FileInfo(file) is { Exists: true, Length: > MaxFileBytes })
        {
            throw CommandFailure.Usage($"{file} is larger than a checkpoint can be.");
        }

        return File.ReadAllBytes(file);
    }

    /// <summary>Those that <paramref name="key"/> signed.</summary>
    /// <exception cref="CommandFailure">One of them is no checkpoint of that key.</exception>
    public static IReadOnlyList<Checkpoint> Of(NoteVerifierKey key, IReadOnlyList<byte[]> kept)
    {
        try
        {
            return [.. kept.Select(bytes => Checkpoint.Open(bytes, key))];
        }
        catch (FormatException exception)
        {
            throw CommandFailure.Usage($"a checkpoint that was kept is not one of {key.Name}: {exception.Message}");
        }
    }
}
