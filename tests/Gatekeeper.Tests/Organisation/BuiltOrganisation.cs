using System.Diagnostics;
using System.Text.Json.Nodes;
using Rego;
using Rego.Loading;
using Rego.Options;
using Rego.Values;

namespace Gatekeeper.Tests.Organisation;

/// <summary>The example organisation, built as its README says, and the questions that stand in its tests.</summary>
internal sealed class BuiltOrganisation : IDisposable
{
    private const string QuestionsQuery = "data.gatekeeper_organisation_test.questions";

    private static readonly EvaluationOptions Options = new() { Limits = EvaluationLimits.Default };

    private BuiltOrganisation(string directory)
    {
        Directory = directory;
        Data = ReadData(directory);
        Questions = ReadQuestions(directory, Data);
    }

    public string Directory { get; }

    public RegoObject Data { get; }

    /// <value>All calls of all questions.</value>
    public IReadOnlyList<Question> Questions { get; }

    /// <value>The entries of <c>issuers</c>.</value>
    public IReadOnlyList<JsonObject> Issuers => [.. Json(Data["issuers"]).AsObject().Select(issuer => issuer.Value!.AsObject())];

    public static async Task<BuiltOrganisation> BuildAsync()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("organisation-").FullName;
        using var build = Process.Start(new ProcessStartInfo("bash", [SourceTree.PathTo("examples", "organisation", "build.sh"), directory]))!;
        await build.WaitForExitAsync();
        Assert.That(build.ExitCode, Is.Zero, "build.sh failed");
        return new BuiltOrganisation(directory);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private static List<Question> ReadQuestions(string directory, RegoObject data)
    {
        var modules = System.IO.Directory.EnumerateFiles(directory, "*.rego", SearchOption.AllDirectories).Select(file => new RegoSource(file, File.ReadAllText(file)));
        var questions = Json(new RegoCompiler().Compile(modules, data).GetPolicyOrThrow().Prepare(QuestionsQuery).Evaluate(RegoObject.Empty, Options)).AsObject();
        return [.. questions.SelectMany(question => question.Value!.AsArray().Select((part, i) =>
            new Question(question.Key, i, part!["call"]!.AsObject(), part["answer"]!.AsObject())))];
    }

    // ROOT/data.yaml, or ROOT/NAME/data.yaml.
    private static RegoObject ReadData(string directory) => RegoObject.From(
        System.IO.Directory.EnumerateDirectories(directory)
            .Select(root => KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From(Path.GetFileName(root)), ReadRoot(root)))
            .Where(root => root.Value is RegoObject { Count: > 0 }));

    private static RegoValue ReadRoot(string root) => File.Exists(Path.Combine(root, "data.yaml"))
        ? RegoDocument.Read(Path.Combine(root, "data.yaml"))
        : RegoObject.From(System.IO.Directory.EnumerateDirectories(root).Select(entry => KeyValuePair.Create<RegoValue, RegoValue>(
            RegoString.From(Path.GetFileName(entry)), RegoDocument.Read(Path.Combine(entry, "data.yaml")))));

    private static JsonNode Json(RegoValue value) => JsonNode.Parse(value.ToJson())!;
}
