using Gatectl.CommandLine;
using Gateway.Contract.Audit;

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

    /// <summary>For each key those that it signed.</summary>
    /// <exception cref="CommandFailure">One of them is no checkpoint of any of the keys.</exception>
    public static IReadOnlyList<IReadOnlyList<Checkpoint>> ByKey(IReadOnlyList<NoteVerifierKey> keys, IReadOnlyList<byte[]> kept)
    {
        List<Checkpoint>[] byKey = [.. keys.Select(_ => new List<Checkpoint>())];
        foreach (var bytes in kept)
        {
            string[] errors = [.. keys.Select((key, index) => TryOpen(bytes, key, byKey[index])).OfType<string>()];
            if (errors.Length == keys.Count)
            {
                throw CommandFailure.Usage($"a checkpoint that was kept is not one of {string.Join(" or ", keys.Select(key => key.Name))}: {string.Join(" ", errors.Distinct())}");
            }
        }

        return byKey;
    }

    /// <returns>What is wrong with it, or null where it was added.</returns>
    private static string? TryOpen(byte[] bytes, NoteVerifierKey key, List<Checkpoint> opened)
    {
        try
        {
            opened.Add(Checkpoint.Open(bytes, key));
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }
}
