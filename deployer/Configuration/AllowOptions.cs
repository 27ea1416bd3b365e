namespace Deployer.Configuration;

/// <summary>
/// The configuration section <c>Deployer:Allow:&lt;n&gt;</c>, one rule. A destination of the policies is used only where it fits one rule
/// whole. In names, <c>*</c> stands for any characters, also none.
/// </summary>
internal sealed class AllowOptions
{
    /// <value>The applications that may be deployed: names, such as <c>shop</c>, <c>shop-*</c> or <c>*</c>.</value>
    public List<string> Applications { get; set; } = [];

    /// <value>The environments that they may be deployed to: names.</value>
    public List<string> Environments { get; set; } = [];

    /// <value>
    /// The targets that they may be deployed to, as <c>kind:place</c>. <c>directory:/srv/www</c> is that directory and all below it that no
    /// link leads to; <c>{application}</c> and <c>{environment}</c> stand for the names.
    /// </value>
    public List<string> Targets { get; set; } = [];

    /// <value>The sources that their artifacts may come from: names of <c>Deployer:Sources</c>.</value>
    public List<string> Sources { get; set; } = [];

    /// <value>The credentials that may be taken for them: names, with <c>{application}</c> and <c>{environment}</c> for the names. None: no credential.</value>
    public List<string> Credentials { get; set; } = [];

    /// <value>The http(s) URLs that a health check may ask, and all below them; placeholders as in <c>Credentials</c>. None: no URL.</value>
    public List<string> HealthUrls { get; set; } = [];
}
