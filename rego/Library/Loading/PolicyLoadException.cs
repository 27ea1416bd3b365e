using Rego.Diagnostics;

namespace Rego.Loading;

/// <summary>A policy directory cannot be loaded.</summary>
public sealed class PolicyLoadException : Exception, ITellsWhatIsWrong
{
    /// <summary>With all that is wrong.</summary>
    public PolicyLoadException(IReadOnlyList<Diagnostic> diagnostics, Exception? innerException = null)
        : base(string.Join(Environment.NewLine, diagnostics.Select(diagnostic => diagnostic.Message)), innerException) => Diagnostics = diagnostics;

    /// <summary>All that is wrong; each message begins with the file.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
