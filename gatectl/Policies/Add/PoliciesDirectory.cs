using System.CommandLine;
using Gatectl.CommandLine;
using Gateway.Contract.Validation;
using Gateway.Hosting.Revisions;
using Rego.Loading;
using Rego.Values;

namespace Gatectl.Policies.Add;

/// <summary>A directory of policies, as far as its data files say what there is: <c>ROOT/data.yaml</c> and <c>ROOT/NAME/data.yaml</c>.</summary>
internal sealed class PoliciesDirectory
{
    public const string DataFile = "data.yaml";

    public static readonly Option<string> Directory = new("--policies")
    {
        Description = "The directory of policies.",
        DefaultValueFactory = _ => "policies",
        HelpName = "DIR",
    };

    private const int NamesTold = 12;

    private readonly string _path;

    private PoliciesDirectory(string named, string path)
    {
        Named = named;
        _path = path;
    }

    /// <value>The directory as the user named it, for messages.</value>
    public string Named { get; }

    /// <exception cref="CommandFailure">There is no such directory.</exception>
    public static PoliciesDirectory Open(CommandContext context)
    {
        var named = context.Arguments.GetRequiredValue(Directory);
        var path = context.FullPath(named);
        return System.IO.Directory.Exists(path)
            ? new PoliciesDirectory(named, path)
            : throw CommandFailure.Failed($"there is no directory '{named}'; name the directory of policies with --policies.");
    }

    /// <exception cref="CommandFailure">It is no name that a policy may use.</exception>
    public static void RequireName(string what, string name)
    {
        if (!FieldRules.IsName(name))
        {
            throw CommandFailure.Usage($"'{name}' is no name of {what}: small letters, digits and inner hyphens, at most {FieldRules.MaxNameLength}.");
        }
    }

    /// <summary>What <c>ROOT/data.yaml</c> holds; <c>null</c> where there is no such file.</summary>
    /// <exception cref="CommandFailure">The file cannot be understood, or stands there in another format.</exception>
    public RegoObject? Read(string root)
    {
        if (new[] { "data.json", "data.yml" }.FirstOrDefault(name => File.Exists(Path.Combine(_path, root, name))) is { } other)
        {
            throw CommandFailure.Failed($"{root}/{other} is not {root}/{DataFile}, which is the place that gates read; move its entries there.");
        }

        var file = FullPath(root);
        return File.Exists(file) ? ReadFile(file, $"{root}/{DataFile}") : null;
    }

    /// <summary>Refuses a name that has no entry in <c>ROOT/data.yaml</c> nor a file <c>ROOT/NAME/data.yaml</c>.</summary>
    /// <param name="what">What it is, for people.</param>
    /// <param name="root">The document.</param>
    /// <param name="name">Its name.</param>
    /// <param name="notOffered">A name that is there and may not be chosen; null for none.</param>
    /// <exception cref="CommandFailure">It is not there.</exception>
    public void RequireEntry(string what, string root, string name, string? notOffered = null)
    {
        var names = Names(root);
        if (names.Contains(name))
        {
            return;
        }

        string[] offered = [.. names.Where(known => known != notOffered)];
        var known = offered.Length == 0 ? "none is defined" : $"known are {string.Join(", ", offered.Take(NamesTold))}{(offered.Length > NamesTold ? ", ..." : "")}";
        throw CommandFailure.Failed($"there is no {what} '{name}' in {root}; {known}.");
    }

    /// <exception cref="CommandFailure">The name is in use, or something of that name is in its place.</exception>
    public void RequireNew(string what, string root, string name)
    {
        if (Names(root).Contains(name) || Path.Exists(Path.Combine(_path, root, name)))
        {
            throw CommandFailure.Failed($"the {what} '{name}' exists already, in {root}; nothing was changed.");
        }
    }

    /// <summary>
    /// Refuses files with which the check of the whole directory would find something wrong that it does not find without them. What is
    /// wrong in it already is not this command's to tell.
    /// </summary>
    /// <param name="otherWay">What else can be asked for, as a sentence, and the files that it would write; said only where a gate would take them.</param>
    /// <param name="files">The files as they would be written.</param>
    /// <exception cref="CommandFailure">A gate would not take them.</exception>
    public void RequireNoFaults((string Sentence, PolicyFile[] Files)? otherWay, params PolicyFile[] files)
    {
        if (RevisionCheck.FindFaultsOf(_path, files) is { Count: > 0 } faults)
        {
            var written = string.Join(" and ", files.Select(file => file.Path));
            var advice = otherWay is { } other && RevisionCheck.FindFaultsOf(_path, other.Files).Count == 0 ? " " + other.Sentence : "";
            throw new CommandFailure(ExitCode.Failed, $"a gate would refuse {written} as asked for; nothing was changed.{advice}") { Details = faults };
        }
    }

    /// <summary>The file <c>ROOT/NAME/data.yaml</c> with a text.</summary>
    public static PolicyFile Compose(string root, string name, string text) => new($"{root}/{name}/{DataFile}", System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file in a directory of its own, which must be new.</summary>
    public async Task CreateAsync(PolicyFile composed, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_path, composed.Path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await stream.WriteAsync(composed.Content, cancellationToken);
    }

    /// <summary>Takes back what <see cref="CreateAsync"/> wrote, with its directory.</summary>
    public void Delete(PolicyFile composed) => System.IO.Directory.Delete(Path.GetDirectoryName(Path.Combine(_path, composed.Path))!, recursive: true);

    public string FullPath(string root) => Path.Combine(_path, root, DataFile);

    private SortedSet<string> Names(string root)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        names.UnionWith(Read(root)?.Select(entry => entry.Key).OfType<RegoString>().Select(key => key.Value) ?? []);
        var directory = Path.Combine(_path, root);
        if (System.IO.Directory.Exists(directory))
        {
            names.UnionWith(System.IO.Directory.EnumerateDirectories(directory).Where(inner => File.Exists(Path.Combine(inner, DataFile))).Select(inner => Path.GetFileName(inner)));
        }

        return names;
    }

    private static RegoObject ReadFile(string path, string told)
    {
        try
        {
            // A file that is empty yet, but for comments, is one to which the first entry is added.
            return RegoDocument.Read(path) switch
            {
                RegoObject entries => entries,
                RegoNull => RegoObject.Empty,
                _ => throw CommandFailure.Failed($"{told} holds no names with entries."),
            };
        }
        catch (FormatException mistake)
        {
            throw CommandFailure.Failed($"{told} cannot be read: {mistake.Message}", mistake);
        }
    }
}
