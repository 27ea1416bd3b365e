namespace Gatectl.Dev;

/// <summary>A started program's output, in a file that cannot grow for ever: the file before it is kept, no more.</summary>
internal sealed class ProgramLog(string file) : IDisposable
{
    private const long MaxBytes = 32 * 1024 * 1024;
    private const int TailLines = 12;
    private const string StackFrame = "   at ";

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private StreamWriter _writer = Open(file);

    public string File => file;

    /// <value>The last lines that are for people: without the traces of stacks, which stay in the file.</value>
    public IReadOnlyList<string> Tail
    {
        get
        {
            lock (_gate)
            {
                return [.. _tail];
            }
        }
    }

    public void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_writer.BaseStream.Position > MaxBytes)
            {
                _writer.Dispose();
                _writer = Open(file);
            }

            _writer.WriteLine(line);
            if (!line.Contains(StackFrame, StringComparison.Ordinal))
            {
                _tail.Enqueue(line);
            }

            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer.Dispose();
        }
    }

    private static StreamWriter Open(string file)
    {
        StateFiles.CreateDirectory(Path.GetDirectoryName(file)!);
        if (System.IO.File.Exists(file))
        {
            System.IO.File.Move(file, file + ".old", overwrite: true);
        }

        return new StreamWriter(file, append: false) { AutoFlush = true };
    }
}
