using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gatectl.CommandLine;
using Gateway.Contract.Audit;

namespace Gatectl.Audit;

/// <summary>
/// <c>gatectl audit follow</c>: streams a log's records from a cursor on, to a file, a socket, an OpenTelemetry collector or standard output.
/// It reads the log's files, so that whatever becomes of it or of its receiver, the gate never waits.
/// </summary>
internal static class AuditFollowCommand
{
    private const int MaxRecords = 512;
    private const int MaxBytes = 1024 * 1024;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxRetryInterval = TimeSpan.FromSeconds(30);

    private static readonly Option<string?> To = new("--to") { Description = "Where lines of JSON go: a file, unix:PATH or tcp:HOST:PORT [default: standard output].", HelpName = "TARGET" };
    private static readonly Option<string?> Otlp = new("--otlp") { Description = "Send OTLP logs to this collector instead, over HTTP.", HelpName = "URL" };
    private static readonly Option<string?> Cursor = new("--cursor") { Description = "The file that keeps how far the log was followed.", HelpName = "FILE" };
    private static readonly Option<long?> From = new("--from") { Description = "The number of the first record, where no cursor says it.", HelpName = "N" };
    private static readonly Option<bool> Once = new("--once") { Description = "End where there is no more, instead of waiting for it." };
    private static readonly Option<string[]> Archives = new("--archive") { Description = "An archive of the log; may be given many times.", HelpName = "DIR", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("follow", "Stream a log's records to a file, a socket or an OpenTelemetry collector, from where it was left.")
            .With(AuditLocator.Logs, AuditLocator.Keys, To, Otlp, Cursor, From, Once, Archives)
            .Runs(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var locations = AuditLocator.Locate(context);
        if (locations.Count != 1)
        {
            throw CommandFailure.Usage($"one log at a time is followed; name one of them with --log: {string.Join(", ", locations.Select(location => location.Directory))}.");
        }

        var key = locations[0].ReadKey();
        var cursor = context.Value(Cursor) is { } file ? context.FullPath(file) : null;
        var kept = cursor is null ? new FollowCursor(0, []) : FollowCursor.Read(cursor);
        var archives = (context.Value(Archives) ?? []).Select(directory => LogArchive.Open(context.FullPath(directory)).Directory).ToArray();
        var records = new SealedRecords(locations[0].Directory, archives, key, kept.Next > 0 ? kept.Next : Math.Max(0, context.Value(From) ?? 0), kept.LastHash);
        using var sink = SinkOf(context, key.Name);
        try
        {
            await FollowAsync(context, records, sink, cursor, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // However it was ended, the cursor says how far it came.
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed($"{locations[0].Directory} cannot be followed: {exception.Message}", exception);
        }

        return ExitCode.Done;
    }

    private static async Task FollowAsync(CommandContext context, SealedRecords records, IRecordSink sink, string? cursor, CancellationToken cancellationToken)
    {
        while (true)
        {
            var batch = records.Read(MaxRecords, MaxBytes);
            if (batch.Count > 0)
            {
                await DeliverAsync(context, sink, batch, cancellationToken);
                if (cursor is not null)
                {
                    FollowCursor.Write(cursor, records.Next, records.LastHash.Span);
                }
            }
            else if (context.Value(Once))
            {
                return;
            }
            else
            {
                await Task.Delay(PollInterval, context.Environment.Time, cancellationToken);
            }
        }
    }

    // Until it is delivered: nothing is left out, and the log keeps what waits.
    private static async Task DeliverAsync(CommandContext context, IRecordSink sink, IReadOnlyList<(long Sequence, byte[] Json)> batch, CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromSeconds(1); ; wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, MaxRetryInterval.Ticks)))
        {
            try
            {
                await sink.DeliverAsync(batch, cancellationToken);
                return;
            }
            catch (IOException exception) when (!context.Value(Once))
            {
                context.Output.Notice($"gatectl: record {batch[0].Sequence} and those behind it are not delivered, and tried again in {wait.TotalSeconds:0} s: {TerminalText.Escape(exception.Message)}");
                await Task.Delay(wait, context.Environment.Time, cancellationToken);
            }
        }
    }

    private static IRecordSink SinkOf(CommandContext context, string origin)
    {
        var to = context.Value(To);
        if (context.Value(Otlp) is { } url)
        {
            return to is null && Uri.TryCreate(url, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
                ? new OtlpSink(new Uri(url), origin)
                : throw CommandFailure.Usage("--otlp takes the http or https address of a collector, and no --to beside it.");
        }

        return to is null ? new OutputSink(context.Environment.Out)
            : to.StartsWith("unix:", StringComparison.Ordinal) ? LineSink.ToSocket(new UnixDomainSocketEndPoint(context.FullPath(to["unix:".Length..])))
            : to.StartsWith("tcp:", StringComparison.Ordinal) ? LineSink.ToSocket(AddressOf(to["tcp:".Length..]))
            : LineSink.ToFile(context.FullPath(to));
    }

    private static DnsEndPoint AddressOf(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? new DnsEndPoint(text[..colon].Trim('[', ']'), port)
            : throw CommandFailure.Usage($"tcp:{text} is no address of a socket; it has the form tcp:HOST:PORT.");
    }
}
