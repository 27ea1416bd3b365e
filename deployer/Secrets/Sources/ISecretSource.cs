namespace Deployer.Secrets.Sources;

/// <summary>Where credentials are read. What has come before, the policy's yes and its record, is the desk's; a source only reads.</summary>
internal interface ISecretSource
{
    /// <value>How the record and <c>Secrets:Kind</c> know the source.</value>
    string Kind { get; }

    /// <summary>Reads a credential. The caller wipes it.</summary>
    /// <param name="name">Its name, placeholders filled in.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SecretStoreException">There is none of that name, or the source cannot be used; the message is shown to callers, and names no value and no path.</exception>
    Task<Secret> ReadAsync(string name, CancellationToken cancellation);
}
