namespace Rego.Diagnostics;

/// <summary>A policy does not compile.</summary>
public sealed class RegoCompilationException : Exception, ITellsWhatIsWrong
{
    /// <summary>With all that is wrong.</summary>
    public RegoCompilationException(IReadOnlyList<Diagnostic> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<Diagnostic> Errors { get; }
}
