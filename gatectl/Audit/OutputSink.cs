using System.Text;

namespace Gatectl.Audit;

/// <summary>Writes records as lines of JSON to the command's output.</summary>
internal sealed class OutputSink(TextWriter output) : IRecordSink
{
    public async Task DeliverAsync(IReadOnlyList<(long Sequence, byte[] Json)> records, CancellationToken cancellationToken)
    {
        foreach (var (_, json) in records)
        {
            await output.WriteAsync(Encoding.UTF8.GetString(json) + "\n");
        }

        await output.FlushAsync(cancellationToken);
    }

    public void Dispose()
    {
        // The output is the process's.
    }
}
