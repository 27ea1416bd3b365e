namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Secrets</c>.</summary>
internal sealed class SecretOptions
{
    /// <summary>The kind that is the program's own store.</summary>
    internal const string Embedded = "embedded";

    /// <value>The kind of source that credentials are read from; <c>embedded</c>, the program's own store, is the only one.</value>
    public string Kind { get; set; } = Embedded;

    /// <value>The store's database; by default <c>secrets.db</c> in the state directory.</value>
    public string File { get; set; } = "";

    /// <value>The file with the store's key: 32 bytes in base64, readable by the owner only. Empty: no store.</value>
    public string KeyFile { get; set; } = "";
}
