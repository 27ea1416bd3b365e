namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Sources:&lt;name&gt;</c>. Exactly one of directory and URL is given.</summary>
internal sealed class SourceOptions
{
    /// <value>A directory of artifacts on this machine (absolute path); <c>{application}</c> and <c>{environment}</c> stand for the names.</value>
    public string Directory { get; set; } = "";

    /// <value>The URL prefix of artifacts on a server; <c>{application}</c> and <c>{environment}</c> stand for the names.</value>
    public string Url { get; set; } = "";

    /// <value>Where artifacts are, whichever of the two says so.</value>
    internal string Address => Directory.Length > 0 ? Directory : Url;
}
