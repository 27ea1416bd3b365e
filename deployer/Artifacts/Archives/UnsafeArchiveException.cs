using Deployer.Errors;
using Gateway.Hosting.Text;

namespace Deployer.Artifacts.Archives;

/// <summary>The archive is malformed, or holds what is not allowed. The message names the entry that it is about, fit for one line.</summary>
internal sealed class UnsafeArchiveException : StepFailedException
{
    private const int MaxShownName = 200;

    private readonly bool _namesEntry;

    /// <summary>A refusal whose entry is not known yet.</summary>
    public UnsafeArchiveException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    private UnsafeArchiveException(string message, UnsafeArchiveException inner)
        : base(message, inner.InnerException) => _namesEntry = true;

    /// <summary>The same refusal, said of an entry; where it names one already, it stays as it is.</summary>
    /// <param name="entry">The name, as the archive has it.</param>
    public UnsafeArchiveException In(string entry) => _namesEntry ? this : new UnsafeArchiveException($"'{Shown(entry)}' in the archive: {Message}", this);

    /// <summary>The same refusal, said of what comes behind an entry; where it names one already, it stays as it is.</summary>
    /// <param name="entry">The name of the last that was in order; null: there was none.</param>
    public UnsafeArchiveException Behind(string? entry) => _namesEntry || entry is null ? this : new UnsafeArchiveException($"Behind '{Shown(entry)}' in the archive: {Message}", this);

    private static string Shown(string name) => PrintableText.Of(name.Length <= MaxShownName ? name : name[..MaxShownName] + "…").Replace("'", "\\'", StringComparison.Ordinal);
}
