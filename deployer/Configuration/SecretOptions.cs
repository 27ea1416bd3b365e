namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Secrets</c>.</summary>
internal sealed class SecretOptions
{
    /// <value>The kind of source that credentials are read from; <c>embedded</c>, the program's own store, is the only one.</value>
    public string Kind { get; set; } = "embedded";

    /// <value>The store's database; by default <c>secrets.db</c> in the state directory.</value>
    public string File { get; set; } = "";

    /// <value>The file with the store's key: 32 bytes in base64, readable by the owner only. Empty: no store.</value>
    public string KeyFile { get; set; } = "";

    /// <value>Whether there is anything to read from.</value>
    internal bool IsConfigured => KeyFile.Length > 0;
}
