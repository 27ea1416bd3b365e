using System.Threading.Channels;
using Gatectl.CommandLine;

namespace Gatectl.Policies.Test;

/// <summary>Runs tests again whenever one of the files changes.</summary>
/// <param name="context">The command line.</param>
/// <param name="paths">What it names.</param>
internal sealed class PolicyTestWatch(CommandContext context, IReadOnlyList<string> paths)
{
    /// <summary>Editors write a file in several steps; all that come within this time are one change.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Watches until interrupted.</summary>
    internal async Task RunAsync(Action run, CancellationToken cancellationToken)
    {
        var watchers = paths.Select(Watch).ToList();
        try
        {
            while (true)
            {
                context.Environment.Out.WriteLine(new string('*', 80));
                context.Environment.Out.WriteLine("Watching for changes ...");
                await context.Environment.Out.FlushAsync(cancellationToken);
                await _changes.Reader.ReadAsync(cancellationToken);
                await Task.Delay(SettlingTime, cancellationToken);
                _changes.Reader.TryRead(out _);
                run();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This is how a watch ends.
        }
        finally
        {
            watchers.ForEach(watcher => watcher.Dispose());
        }
    }

    private FileSystemWatcher Watch(string path)
    {
        var full = context.FullPath(path[(path.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var isDirectory = Directory.Exists(full);
        var watcher = new FileSystemWatcher(isDirectory ? full : Path.GetDirectoryName(full)!, isDirectory ? "*" : Path.GetFileName(full))
        {
            IncludeSubdirectories = isDirectory,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        FileSystemEventHandler changed = (_, _) => _changes.Writer.TryWrite(true);
        watcher.Changed += changed;
        watcher.Created += changed;
        watcher.Deleted += changed;
        watcher.Renamed += (_, _) => _changes.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
