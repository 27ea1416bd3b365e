using System.CommandLine;
using Gatectl.CommandLine;
using Rego.Loading;
using Rego.Values;

namespace Gatectl.Policies.Add;

/// <summary><c>gatectl policy add-application NAME</c>: writes an application's own file, and its line in the inventory where there is one.</summary>
internal static class PolicyAddApplicationCommand
{
    private const string Root = "applications";

    private static readonly Argument<string> Name = new("name") { Description = "The application: small letters, digits and inner hyphens.", HelpName = "NAME" };

    private static readonly Option<string?> Team = new("--team") { Description = "The team that owns it; it must have a file (see add-team).", HelpName = "TEAM" };

    private static readonly Option<string[]> Classes = new("--class") { Description = "A class that it belongs to; may be given more than once.", HelpName = "CLASS", DefaultValueFactory = _ => [] };

    private static readonly Option<string?> From = new("--from") { Description = "The issuer of its pipeline's tokens, as 'issuers' names it.", HelpName = "ISSUER" };

    private static readonly Option<string[]> Ids = new("--id") { Description = "What that issuer's tokens call the pipeline; may be given more than once.", HelpName = "ID", DefaultValueFactory = _ => [] };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("add-application", "Write the files of a new application.")
            .With(Name, Team, Classes, From, Ids, PoliciesDirectory.Directory)
            .Runs(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var application = Read(context);
        var directory = PoliciesDirectory.Open(context);
        var inventory = InventoryFile.Of(directory);
        Check(application, directory, inventory);

        var files = await WriteAsync(application, directory, inventory, cancellationToken);
        AddedFiles.Tell(context.Output, directory, files, Next(application, directory, inventory is not null));
        return ExitCode.Done;
    }

    private static NewApplication Read(CommandContext context)
    {
        var name = context.Value(Name);
        PoliciesDirectory.RequireName("an application", name);
        var from = context.Value(From);
        var ids = context.Value(Ids)!;
        if ((from is null) != (ids.Length == 0) || ids.Any(string.IsNullOrWhiteSpace))
        {
            throw CommandFailure.Usage("--from and --id belong together: the issuer of the pipeline's tokens, and what they call it.");
        }

        return new NewApplication(name, context.Value(Team), [.. context.Value(Classes)!.Distinct()], from, [.. ids.Distinct()]);
    }

    private static void Check(NewApplication application, PoliciesDirectory directory, InventoryFile? inventory)
    {
        directory.RequireNew("application", Root, application.Name);
        inventory?.RequireNew(application.Name);
        if (inventory is not null && application.Team is null)
        {
            throw CommandFailure.Usage("--team is needed: the inventory names the team of every application.");
        }

        if (application.Team is { } team)
        {
            directory.RequireEntry("team", "teams", team);
        }

        foreach (var name in application.Classes)
        {
            // Every application has that one, and no entry may name it.
            directory.RequireEntry("class", "classes", name, notOffered: "all");
        }

        if (application.From is { } from)
        {
            directory.RequireEntry("issuer", "issuers", from);
            RequireKindOfCode(directory, from);
        }
    }

    private static void RequireKindOfCode(PoliciesDirectory directory, string from)
    {
        if (directory.Read("issuers")?[RegoString.From(from)] is RegoObject issuer && issuer[RegoString.From("kind")] is RegoString { Value: not "code" } kind)
        {
            throw CommandFailure.Failed($"the issuer '{from}' vouches for callers of kind {kind.Value}; a pipeline comes from an issuer of kind code.");
        }
    }

    private static async Task<List<string>> WriteAsync(NewApplication application, PoliciesDirectory directory, InventoryFile? inventory, CancellationToken cancellationToken)
    {
        var own = OwnFile(application, inventory);
        if (inventory is null)
        {
            directory.RequireNoFaults(OtherWay(application, inventory), own);
            await directory.CreateAsync(own, cancellationToken);
            return [own.Path];
        }

        var list = await inventory.ComposeAsync(application.Name, application.InventoryEntry(), cancellationToken);
        directory.RequireNoFaults(OtherWay(application, inventory, list), own, list);
        await directory.CreateAsync(own, cancellationToken);
        try
        {
            await inventory.ReplaceAsync(list, cancellationToken);
            return [own.Path, list.Path];
        }
        catch
        {
            directory.Delete(own);
            throw;
        }
    }

    private static List<string> Next(NewApplication application, PoliciesDirectory directory, bool hasInventory)
    {
        var file = $"{Root}/{application.Name}/{PoliciesDirectory.DataFile}";
        var next = new List<string>();
        if (application.From is null)
        {
            next.Add($"name its pipeline in {file}: code: {{ci: {{from: ISSUER, id: [\"ID\"]}}}}");
        }

        if (application.Classes.Count == 0)
        {
            next.Add(hasInventory
                ? "name its classes in inventory/data.yaml: they say who may do what with it; until then nobody may"
                : $"say who may do what with it in {file}: access: {{ENVIRONMENT: {{code: [deployer]}}}}; until then nobody may");
        }

        if (ReadsCredentials(application, directory))
        {
            return next;
        }

        var name = YamlText.Name(application.Name);
        next.Add($"let its deployments read their credentials, in credentials/data.yaml: add {name} to an entry with {{application}} in its name, or add \"{application.Name}-{{environment}}\": {{applications: [{name}], environments: [ENVIRONMENT], purposes: [apply]}}");
        return next;
    }

    // Whoever wrote the application's name into an entry has thought of it.
    private static bool ReadsCredentials(NewApplication application, PoliciesDirectory directory) =>
        directory.Read("credentials")?.Any(entry => entry.Value is RegoObject credential
            && credential[RegoString.From("applications")] is RegoArray names && names.Contains(RegoString.From(application.Name))) ?? false;

    // Pipelines of an issuer without environments need an entry for each, which is for their file to say.
    private static (string Sentence, PolicyFile[] Files)? OtherWay(NewApplication application, InventoryFile? inventory, params PolicyFile[] beside) => application.From is null
        ? null
        : ($"Without --from and --id it is added, and {Root}/{application.Name}/{PoliciesDirectory.DataFile} is the place to name its pipelines.",
            [OwnFile(application with { From = null }, inventory), .. beside]);

    private static PolicyFile OwnFile(NewApplication application, InventoryFile? inventory) =>
        PoliciesDirectory.Compose(Root, application.Name, inventory is null ? application.OwnFile() : application.OwnFileBesideInventory());
}
