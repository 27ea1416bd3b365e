namespace Gateway.Hosting.Posix;

/// <summary>A link, a directory, a FIFO or a device stands where a regular file is expected.</summary>
public sealed class NotRegularFileException() : IOException("Something else stands where a regular file is expected.");
