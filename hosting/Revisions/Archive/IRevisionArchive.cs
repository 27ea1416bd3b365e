namespace Gateway.Hosting.Revisions.Archive;

/// <summary>The files of revisions, by digest, for whoever asks later what decided.</summary>
public interface IRevisionArchive
{
    /// <summary>Finds a revision by its digest.</summary>
    /// <param name="revision"><c>sha256:</c> and 64 lower-case hexadecimal digits; anything else is not found.</param>
    /// <exception cref="IOException">What is kept of it cannot be read.</exception>
    ArchivedRevision? Find(string revision);

    /// <summary>Reads a kept file and holds it against its digest.</summary>
    /// <exception cref="IOException">It cannot be read, or is not what was kept.</exception>
    byte[] Read(ArchivedFile file);
}
