namespace Gatectl.Policies.Add;

/// <summary>An application to be added, and what its files say.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Team">The team that owns it.</param>
/// <param name="Classes">The classes that it belongs to.</param>
/// <param name="From">The issuer of its pipeline's tokens.</param>
/// <param name="Ids">What that issuer's tokens call the pipeline.</param>
internal sealed record NewApplication(string Name, string? Team, IReadOnlyList<string> Classes, string? From, IReadOnlyList<string> Ids)
{
    /// <summary>The application's own file where no inventory says whose it is.</summary>
    public string OwnFile()
    {
        var text = Team is null ? "" : $"team: {YamlText.Name(Team)}\n";
        if (Classes.Count > 0)
        {
            text += $"classes: {YamlText.List(Classes.Select(YamlText.Name))}\n";
        }

        return OrNothing(text + Code());
    }

    /// <summary>The application's own file where the inventory has its team and classes: saying it twice would be a fault.</summary>
    public string OwnFileBesideInventory() => OrNothing(Code());

    public string InventoryEntry() => Classes.Count == 0
        ? $"{{team: {YamlText.Name(Team!)}}}"
        : $"{{team: {YamlText.Name(Team!)}, classes: {YamlText.List(Classes.Select(YamlText.Name))}}}";

    private static string OrNothing(string text) => text.Length == 0 ? "{}\n" : text;

    private string Code() => From is null
        ? ""
        : $"code: {{ci: {{from: {YamlText.Name(From)}, id: {YamlText.List(Ids.Select(YamlText.Quoted))}}}}}\n";
}
