using System.Text;
using Rego.Values;

namespace Gateway.Hosting.Audit;

/// <summary>
/// Writes records of what happened: a kind, a time, members in their given order, and who wrote it. The same record always has the same
/// bytes. Thread-safe.
/// </summary>
internal sealed class EventEncoder(string labels)
{
    private readonly byte[] _end = Encoding.ASCII.GetBytes(",\"labels\":" + labels + "}");

    /// <value>The object that stands in every record, as JSON.</value>
    public string Labels { get; } = labels;

    /// <summary>Writes a record.</summary>
    /// <exception cref="AuditUnavailableException">It would be too long.</exception>
    public RecordBuffer Encode(string kind, DateTimeOffset time, params ReadOnlySpan<(string Name, RegoValue Value)> members)
    {
        var buffer = new RecordBuffer();
        try
        {
            buffer.Raw("\"kind\":"u8).Text(kind).Raw(",\"timestamp\":"u8).Time(time);
            foreach (var (name, value) in members)
            {
                buffer.Raw(","u8);
                RegoRecord.WriteMember(buffer, RegoString.From(name), value, depth: 0);
            }

            buffer.Raw(_end);
            buffer.Complete();
            return buffer;
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }
}
