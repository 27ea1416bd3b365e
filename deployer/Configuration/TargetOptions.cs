namespace Deployer.Configuration;

/// <summary>The configuration section <c>…:Environments:&lt;environment&gt;:Target</c>.</summary>
internal sealed class TargetOptions
{
    /// <value>The kind of target; <c>directory</c> is the only one.</value>
    public string Kind { get; set; } = "";

    /// <value>The target's directory (absolute path); <c>{application}</c> and <c>{environment}</c> stand for the names.</value>
    public string Directory { get; set; } = "";

    /// <value>How many releases are kept, the current one included.</value>
    public int KeepReleases { get; set; } = 5;

    /// <summary>The same settings with the names in place of their placeholders.</summary>
    internal TargetOptions FilledFor(string application, string environment)
    {
        var filled = (TargetOptions)MemberwiseClone();
        foreach (var text in typeof(TargetOptions).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            text.SetValue(filled, Placeholders.Fill((string)text.GetValue(filled)!, application, environment));
        }

        return filled;
    }
}
