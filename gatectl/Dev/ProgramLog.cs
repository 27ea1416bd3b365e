namespace Gatectl.Dev;

/// <summary>A started program's output, in a file that cannot grow for ever: the file before it is kept, no more.</summary>
internal sealed class ProgramLog(string file) : IDisposable
{
    private const long MaxBytes = 32 * 1024 * 1024;
    private const int TailLines = 12;
    private const string StackFrame = "   at ";

    private readonly Lock gate = new();
    private readonly Queue<string> tail = new();
    private StreamWriter writer = Open(file);

    public string File => file;

    /// <value>The last lines that are for people: without the traces of stacks, which stay in the file.</value>
    public IReadOnlyList<string> Tail
    {
        get
        {
            lock (gate)
            {
                return [.. tail];
            }
        }
    }

    public void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            if (writer.BaseStream.Position > MaxBytes)
            {
                writer.Dispose();
                writer = Open(file);
            }

            writer.WriteLine(line);
            if (!line.Contains(StackFrame, StringComparison.Ordinal))
            {
                tail.Enqueue(line);
            }

            if (tail.Count > TailLines)
            {
                tail.Dequeue();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            writer.Dispose();
        }
    }

    private static StreamWriter Open(string file)
    {
        StateFiles.CreateFolder(Path.GetDirectoryName(file)!);
        if (System.IO.File.Exists(file))
        {
            System.IO.File.Move(file, file + ".old", overwrite: true);
        }

        return new StreamWriter(file, append: false) { AutoFlush = true };
    }
}
