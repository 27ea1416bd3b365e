using Rego.Capabilities;

namespace Rego.Loading;

/// <summary>The bounds of loading a policy directory.</summary>
public sealed class PolicyDirectoryOptions
{
    /// <value>The most files that are read.</value>
    public int MaxFiles { get; init; } = 10_000;

    /// <value>The deepest nesting of directories.</value>
    public int MaxDepth { get; init; } = 32;

    /// <value>The largest module, in bytes.</value>
    public int MaxModuleBytes { get; init; } = 16 * 1024 * 1024;

    /// <value>The largest data file, in bytes.</value>
    public int MaxDataBytes { get; init; } = 512 * 1024 * 1024;

    /// <value>The largest total, in bytes.</value>
    public long MaxTotalBytes { get; init; } = 1024L * 1024 * 1024;

    /// <value>What relative paths are relative to; the current directory where null.</value>
    public string? BaseDirectory { get; init; }

    /// <value>The language that modules are parsed in; all of it where null.</value>
    public RegoCapabilities? Capabilities { get; init; }

    /// <value>What the paths of modules begin with, before their path in the directory; empty for none.</value>
    public string PathPrefix { get; init; } = string.Empty;

    /// <value>The names of directories and files below a named directory that are left out, each with <c>*</c>, <c>?</c> and <c>[…]</c> as in a shell.</value>
    public IReadOnlyList<string> Ignore { get; init; } = [".*"];

    /// <value>Whether data files are left out.</value>
    public bool ModulesOnly { get; init; }
}
