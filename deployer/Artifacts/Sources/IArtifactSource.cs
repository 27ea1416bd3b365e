namespace Deployer.Artifacts.Sources;

/// <summary>Where artifacts come from.</summary>
internal interface IArtifactSource
{
    /// <value>How policies and the record know the kind: <c>directory</c> or <c>http</c>.</value>
    string Kind { get; }

    /// <summary>Opens a file of the source; null where there is none of that name.</summary>
    /// <param name="name">A file name without directories.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SourceForbidsException">The source does not give the file out, or has none: it does not say which.</exception>
    /// <exception cref="StepFailedException">The source refuses or answers what it must not.</exception>
    /// <exception cref="IOException">The source cannot be read now.</exception>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellation);
}
