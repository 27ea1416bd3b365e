using System.Reflection;
using System.Text;
using Gateway.Contract.Audit;
using Gateway.Contract.Text;
using Gateway.Hosting.Posix;
using Rego.Values;

namespace Gateway.Hosting.Audit;

/// <summary>Everything that is open while a log is written.</summary>
internal sealed record AuditLogFiles(string Directory, FileStream LockFile, NoteSignerKey Key, AuditStore Store, EventEncoder Events)
{
    /// <summary>Opens the log and proves that it can be written, by recording the start.</summary>
    /// <exception cref="InvalidOperationException">It can't be.</exception>
    public static AuditLogFiles Open(AuditOptions options, string stateDirectory, Assembly program, TimeProvider time, LogDisk disk)
    {
        var directory = Path.GetFullPath(options.DirectoryIn(stateDirectory));
        FileStream? lockFile = null;
        try
        {
            PrivateFile.CreateDirectory(directory);
            lockFile = Lock(directory);
            var key = AuditKeys.LoadOrCreate(options, stateDirectory);
            var opening = LogOpening.Open(directory, key, disk, new SealedMark(stateDirectory, directory));
            var store = new AuditStore(opening.Log, key, options.SegmentSizeBytes, time);
            var events = new EventEncoder(Labels(options.Origin, program));
            RecordStart(store, events, opening, time);
            opening.Finish();
            return new AuditLogFiles(directory, lockFile, key, store, events);
        }
        catch (Exception e)
        {
            lockFile?.Dispose();
            if (e is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new InvalidOperationException($"Audit:Directory: the audit log in {directory} can't be written: {e.Message}", e);
            }

            throw;
        }
    }

    private static FileStream Lock(string directory)
    {
        var path = Path.Combine(directory, LogLayout.LockFile);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new InvalidOperationException($"Audit:Directory: another process writes the audit log in {directory}.", e);
        }
    }

    // One batch, and sealed before anything else is recorded: the next start knows by that what of a log without a seal can be a start's.
    private static void RecordStart(AuditStore store, EventEncoder events, LogOpening opening, TimeProvider time)
    {
        var records = new List<PendingRecord>();
        if (opening.Continuation is { } continuation)
        {
            records.Add(ToPending(events.Encode(
                "continued", time.GetUtcNow(), ("found", RegoString.From(opening.Found)), ("reason", RegoString.From(continuation.Reason)),
                ("by", RegoString.From(continuation.By)), ("set_aside", RegoString.From(opening.SetAside)))));
        }

        foreach (var torn in opening.Log.TornTails)
        {
            records.Add(ToPending(events.Encode(
                "repair", time.GetUtcNow(), ("of", RegoString.From(torn.Of)), ("file", RegoString.From(torn.File)), ("bytes", RegoNumber.From(torn.Bytes)), ("sha256", RegoString.From(torn.Sha256)))));
        }

        records.Add(ToPending(events.Encode("start", time.GetUtcNow())));
        store.Append(records);
        records.ForEach(record => record.Buffer.Release());
        var point = store.BeginSync();
        store.Sync(point);
        store.Seal(point, durable: true);
    }

    private static PendingRecord ToPending(RecordBuffer buffer) => new(buffer, isDurable: true, enqueuedAt: 0);

    private static string Labels(string origin, Assembly program)
    {
        var text = new byte[(origin.Length * AsciiJson.MaxBytesPerChar) + 2];
        var version = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
        return $$"""{"id":{{Encoding.ASCII.GetString(text, 0, AsciiJson.WriteString(origin, text))}},"version":"{{version}}"}""";
    }
}
