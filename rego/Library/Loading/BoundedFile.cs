namespace Rego.Loading;

/// <summary>Reads files that must not be larger than expected, even where they grow meanwhile.</summary>
internal static class BoundedFile
{
    internal static byte[] Read(string path, int maxBytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > maxBytes)
        {
            throw new IOException($"{path}: larger than {maxBytes} bytes");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return file.ReadByte() < 0 ? bytes : throw new IOException($"{path}: changed while it was read");
    }
}
