using System.CommandLine;
using Gatectl.CommandLine;
using Rego.Loading;

namespace Gatectl.Policies.Add;

/// <summary><c>gatectl policy add-team NAME</c>: writes a team's file, with the groups of issuers and the people that it consists of.</summary>
internal static class PolicyAddTeamCommand
{
    private const string Root = "teams";

    private static readonly Argument<string> Name = new("name") { Description = "The team: small letters, digits and inner hyphens.", HelpName = "NAME" };

    private static readonly Option<string[]> Groups = new("--group")
    {
        Description = "A group that the tokens of an issuer name, by its id; may be given more than once.",
        HelpName = "ISSUER=GROUP",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Members = new("--member")
    {
        Description = "A person, as 'people' names them; may be given more than once.",
        HelpName = "PERSON",
        DefaultValueFactory = _ => [],
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("add-team", "Write the file of a new team.")
            .With(Name, Groups, Members, PoliciesDirectory.Directory)
            .Runs(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Value(Name);
        PoliciesDirectory.RequireName("a team", name);
        var groups = context.Value(Groups)!.Select(Split).ToLookup(group => group.Issuer, group => group.Id, StringComparer.Ordinal);
        var members = context.Value(Members)!.Distinct().ToList();
        if (groups.Count == 0 && members.Count == 0)
        {
            throw CommandFailure.Usage("a team consists of somebody: name a group with --group ISSUER=GROUP, or people with --member PERSON.");
        }

        var directory = PoliciesDirectory.Open(context);
        directory.RequireNew("team", Root, name);
        foreach (var group in groups)
        {
            directory.RequireEntry("issuer", "issuers", group.Key);
        }

        foreach (var member in members)
        {
            directory.RequireEntry("person", "people", member);
        }

        var file = PoliciesDirectory.Compose(Root, name, Text(groups, members));
        directory.RequireNoFaults(otherWay: null, file);
        await directory.CreateAsync(file, cancellationToken);
        AddedFiles.Tell(context.Output, directory, [file.Path], [$"give it something to do: as the owner of an application (gatectl policy add-application APPLICATION --team {name}), or as team:{name} in classes and applications"]);
        return ExitCode.Done;
    }

    private static (string Issuer, string Id) Split(string group)
    {
        var parts = group.Split('=', 2);
        return parts.Length == 2 && parts[0].Length > 0 && !string.IsNullOrWhiteSpace(parts[1])
            ? (parts[0], parts[1])
            : throw CommandFailure.Usage($"--group '{group}' is not ISSUER=GROUP: an issuer as 'issuers' names it, and the group's id in its tokens.");
    }

    private static string Text(ILookup<string, string> groups, List<string> members)
    {
        var text = "";
        if (groups.Count > 0)
        {
            var issuers = groups.Select(group => $"{YamlText.Name(group.Key)}: {YamlText.List(group.Distinct().Select(YamlText.Quoted))}");
            text += $"groups: {{{string.Join(", ", issuers)}}}\n";
        }

        return members.Count == 0 ? text : $"{text}members: {YamlText.List(members.Select(member => $"{{who: {YamlText.Name(member)}}}"))}\n";
    }
}
