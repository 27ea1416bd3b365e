using System.Text.Json;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Revisions.Archive;

/// <summary>Remembers the revision in use over a restart.</summary>
internal sealed class ActivationFile(string path)
{
    /// <summary>The last activation; null where none is remembered, or what is there cannot be understood: then the next one is a new one.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public Activation? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ArchiveJson.Default.Activation) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers an activation, durably.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(Activation activation) =>
        PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(activation, ArchiveJson.Default.Activation), durable: true);
}
