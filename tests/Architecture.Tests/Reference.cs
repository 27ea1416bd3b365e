namespace Architecture.Tests;

/// <summary>A file that names something of another one.</summary>
/// <param name="From">The file, below the project's directory.</param>
/// <param name="To">The file in which it stands.</param>
/// <param name="Name">What is named.</param>
internal sealed record Reference(string From, string To, string Name)
{
    /// <value>The room of the file that names.</value>
    public string FromRoom => RoomOf(From);

    /// <value>The room of what is named.</value>
    public string ToRoom => RoomOf(To);

    /// <summary>The room that a file is in: the first directory, or the project's own.</summary>
    public static string RoomOf(string path) => path.IndexOf('/', StringComparison.Ordinal) is var end and > 0 ? path[..end] : RoomTable.Root;
}
