using System.Text;
using Gatectl.CommandLine;
using Gatectl.Policies.Fmt;
using Rego.Loading;
using Rego.Values;

namespace Gatectl.Policies.Add;

/// <summary>The list of all applications, to which one is added at the end; everything else in the file stays as it is, comments too.</summary>
internal sealed class InventoryFile(PoliciesDirectory directory, RegoObject entries)
{
    public const string Root = "inventory";

    /// <summary>The inventory of a directory; <c>null</c> where it has none.</summary>
    public static InventoryFile? Of(PoliciesDirectory directory) => directory.Read(Root) is { } entries ? new InventoryFile(directory, entries) : null;

    /// <exception cref="CommandFailure">The name is in use.</exception>
    public void RequireNew(string name)
    {
        if (entries.ContainsKey(RegoString.From(name)))
        {
            throw CommandFailure.Failed($"{Root}/{PoliciesDirectory.DataFile} has an entry '{name}' already; nothing was changed.");
        }
    }

    /// <summary>The file with an entry more at its end.</summary>
    /// <exception cref="CommandFailure">The file is not a list of names at its left edge, so that a line at its end does not mean an entry.</exception>
    public async Task<PolicyFile> ComposeAsync(string name, string entry, CancellationToken cancellationToken)
    {
        var before = await File.ReadAllTextAsync(directory.FullPath(Root), cancellationToken);

        // An inventory of nothing is written so; the first entry takes its place.
        if (entries.Count == 0 && before.TrimEnd().EndsWith("{}", StringComparison.Ordinal))
        {
            before = before[..before.LastIndexOf("{}", StringComparison.Ordinal)];
        }

        var line = $"{YamlText.Name(name)}: {entry}\n";
        var after = before.Length == 0 || before.EndsWith('\n') ? before + line : $"{before}\n{line}";
        return Adds(name, RegoDocument.Parse(Encoding.UTF8.GetBytes(entry)), after)
            ? new PolicyFile($"{Root}/{PoliciesDirectory.DataFile}", Encoding.UTF8.GetBytes(after))
            : throw CommandFailure.Failed($"a line cannot be added to {Root}/{PoliciesDirectory.DataFile}, which is not written as one entry after another; nothing was changed. Add there by hand: {line.TrimEnd()}");
    }

    /// <summary>Writes what was composed in place of the file.</summary>
    public Task ReplaceAsync(PolicyFile composed, CancellationToken cancellationToken) =>
        AtomicFile.ReplaceAsync(directory.FullPath(Root), Encoding.UTF8.GetString(composed.Content), cancellationToken);

    // Read back, so that whatever the file looks like, it says what it said and the new entry, and nothing else.
    private bool Adds(string name, RegoValue entry, string text)
    {
        try
        {
            var wanted = RegoObject.From([.. entries, KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From(name), entry)]);
            return RegoDocument.Parse(Encoding.UTF8.GetBytes(text)).Equals(wanted);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
