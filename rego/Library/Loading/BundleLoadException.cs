using Rego.Diagnostics;

namespace Rego.Loading;

/// <summary>A bundle cannot be loaded, or not together with the others.</summary>
public sealed class BundleLoadException : Exception, ITellsWhatIsWrong
{
    internal BundleLoadException(string? bundle, string message, Exception? innerException)
        : base(message, innerException) => Bundle = bundle;

    /// <summary>The bundle's path as given; null where it is the set of them that is wrong.</summary>
    public string? Bundle { get; }
}
