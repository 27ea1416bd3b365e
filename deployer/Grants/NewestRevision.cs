using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Text;

namespace Deployer.Grants;

/// <summary>
/// The newest policy revision that a signed grant has shown, over restarts, too: what a gatekeeper has decided with, another one cannot
/// be behind for long. Thread-safe.
/// </summary>
internal sealed class NewestRevision
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private readonly Lock _gate = new();
    private readonly string _path;
    private ShownRevision? _newest;

    /// <summary>Reads what was shown before.</summary>
    /// <param name="path">The file that remembers it.</param>
    /// <exception cref="IOException">The file is there and cannot be understood.</exception>
    public NewestRevision(string path)
    {
        _path = path;
        _newest = File.Exists(path) ? Read(path) : null;
    }

    /// <value>The newest one; null where none was shown yet.</value>
    public ShownRevision? Current
    {
        get
        {
            lock (_gate)
            {
                return _newest;
            }
        }
    }

    /// <summary>Takes note of a revision that a signed grant names.</summary>
    /// <param name="shown">The revision.</param>
    /// <param name="replaces">Whether the first takes the place of the second.</param>
    /// <exception cref="IOException">It is newer, and could not be remembered.</exception>
    public void Observe(ShownRevision shown, Func<ShownRevision, ShownRevision, bool> replaces)
    {
        lock (_gate)
        {
            if (_newest is null || replaces(shown, _newest))
            {
                PrivateFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(shown, Form), durable: true);
                _newest = shown;
            }
        }
    }

    private static ShownRevision Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ShownRevision>(File.ReadAllBytes(path), Form) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new IOException($"{path} does not name a policy revision: {JsonFault.Describe(e)}", e);
        }
    }
}
