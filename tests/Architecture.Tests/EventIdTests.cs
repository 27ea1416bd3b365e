using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>A line of a log is known by its event id, whichever program wrote it.</summary>
public sealed class EventIdTests
{
    private const string None = "none";

    [Test]
    public void EventIds_OfAllThatShips_AreEachOfOneMessage()
    {
        var ids = RoomTable.Read().Keys
            .SelectMany(directory => SourceProject.In(directory).Trees.SelectMany(tree => IdsOf(tree).Select(id => (Id: id, File: $"{directory}/{tree.FilePath}"))))
            .ToLookup(found => found.Id, found => found.File);

        Assert.That(ids, Is.Not.Empty);
        Assert.That(ids[None], Is.Empty, "a line of the log is written by a [LoggerMessage] method, its event id a number");
        Assert.That(ids.Where(id => id.Count() > 1).Select(id => $"{id.Key}: {string.Join(", ", id)}; free is {FreeAfter(id.Key)}"), Is.Empty);

        long FreeAfter(string id)
        {
            var free = long.Parse(id, CultureInfo.InvariantCulture);
            while (ids.Contains(free.ToString(CultureInfo.InvariantCulture)))
            {
                free++;
            }

            return free;
        }
    }

    [TestCase("""[LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "m")]""", "1001")]
    [TestCase("""[LoggerMessage(1_001, LogLevel.Warning, "m")]""", "1001")]
    [TestCase("""[LoggerMessage(level: LogLevel.Warning, message: "m", eventId: 1001)]""", "1001")]
    [TestCase("""[Microsoft.Extensions.Logging.LoggerMessageAttribute(1001, LogLevel.Warning, "m")]""", "1001")]
    [TestCase("""[LoggerMessage(LogLevel.Warning, "m")]""", None)]
    [TestCase("""[LoggerMessage(Level = LogLevel.Warning, Message = "m")]""", None)]
    [TestCase("""[LoggerMessage(Ids.First, LogLevel.Warning, "m")]""", None)]
    [TestCase("[LoggerMessage]", None)]
    public void IdsOf_AMessage_IsItsIdHoweverItIsGiven(string attribute, string id) =>
        Assert.That(IdsOf(CSharpSyntaxTree.ParseText($"partial class C {{ {attribute} partial void Log(); }}")), Is.EqualTo(new[] { id }));

    [TestCase("using LM = Microsoft.Extensions.Logging.LoggerMessageAttribute;")]
    [TestCase("using Logging = Microsoft.Extensions.Logging; using LM = Logging.LoggerMessageAttribute;")]
    public void IdsOf_AnotherNameOfTheAttribute_IsNone(string aliases) =>
        Assert.That(IdsOf(CSharpSyntaxTree.ParseText($"{aliases} partial class C {{ [LM(1001, LogLevel.Warning, \"m\")] partial void Log(); }}")), Is.EqualTo(new[] { None }));

    [TestCase("""LoggerMessage.Define(LogLevel.Warning, new EventId(1001), "m");""")]
    [TestCase("""Microsoft.Extensions.Logging.LoggerMessage.DefineScope("m");""")]
    [TestCase("""log.Log(LogLevel.Warning, new EventId(1001), "m");""")]
    [TestCase("""log.Log(LogLevel.Warning, new(1001), "m");""")]
    [TestCase("""EventId id = 1001; log.LogWarning(id, "m");""")]
    [TestCase("""log.Log(LogLevel.Warning, 1001, "m");""")]
    [TestCase("""log.LogWarning(1001, "m");""")]
    [TestCase("""log?.LogWarning(1001, "m");""")]
    [TestCase("""LoggerExtensions.Log(log, LogLevel.Warning, 1001, "m");""")]
    [TestCase("""log.LogWarning("m");""")]
    [TestCase("""log?.LogWarning(e, "m");""")]
    [TestCase("""log.LogWarning(Id, "m");""")]
    [TestCase("""log.LogWarning(message: "m", eventId: 1001);""")]
    [TestCase("""log.Log(LogLevel.Warning, "m");""")]
    [TestCase("""log.Log(level, -1, "m");""")]
    public void IdsOf_WhatIsLoggedOtherwise_IsNone(string statement) =>
        Assert.That(IdsOf(CSharpSyntaxTree.ParseText($"class C {{ void M(ILogger log) {{ {statement} }} }}")), Is.Not.Empty.And.All.EqualTo(None));

    [TestCase("Math.Log(total, 2)")]
    [TestCase("book.Log(entry)")]
    [TestCase("book.Log(\"entry\")")]
    [TestCase("LogWarning(log, name)")]
    public void IdsOf_WhatIsNoLineOfALog_AreNone(string expression) =>
        Assert.That(IdsOf(CSharpSyntaxTree.ParseText($"class C {{ object M() => {expression}; }}")), Is.Empty);

    [Test]
    public void IdsOf_ALoggerThatListens_AreNone() =>
        Assert.That(IdsOf(CSharpSyntaxTree.ParseText("class C : ILogger { public void Log<TState>(LogLevel level, EventId id, TState state) { } }")), Is.Empty);

    private static IEnumerable<string> IdsOf(SyntaxTree tree) => tree.GetRoot().DescendantNodes().SelectMany(IdsOf);

    // One way of logging has an id that these tests see; where there is another, or another name of it, nobody knows which.
    private static IEnumerable<string> IdsOf(SyntaxNode node) => node switch
    {
        AttributeSyntax attribute when IsMessage(NameOf(attribute.Name)) => [attribute.ArgumentList?.Arguments.Where((argument, i) => IsId(argument, i)).Select(ValueOf).SingleOrDefault() ?? None],
        UsingDirectiveSyntax { Alias: not null, NamespaceOrType: NameSyntax name } when IsMessage(NameOf(name)) => [None],
        IdentifierNameSyntax { Identifier.Text: "EventId", Parent: not (NameEqualsSyntax or NameColonSyntax) and var parent } when !IsHeard(parent) => [None],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call when IsDefining(member) || IsLogging(member.Name, call.ArgumentList) => [None],
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax member } call when IsLogging(member.Name, call.ArgumentList) => [None],
        _ => [],
    };

    // What a logger of our own is told by others is no line of ours.
    private static bool IsHeard(SyntaxNode? parent) =>
        parent is ParameterSyntax { Parent.Parent: MethodDeclarationSyntax { Identifier.Text: "Log", TypeParameterList.Parameters.Count: 1 } };

    private static bool IsMessage(string name) => name is "LoggerMessage" or "LoggerMessageAttribute";

    private static bool IsDefining(MemberAccessExpressionSyntax member) =>
        member.Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => IsMessage(name.Identifier.Text)) && member.Name.Identifier.Text.StartsWith("Define", StringComparison.Ordinal);

    // A call of a logger's own methods: most have no id, and which argument would be one only the types say.
    private static bool IsLogging(SimpleNameSyntax name, ArgumentListSyntax arguments) =>
        name.Identifier.Text is "LogTrace" or "LogDebug" or "LogInformation" or "LogWarning" or "LogError" or "LogCritical"
            || (name.Identifier.Text == "Log" && (arguments.Arguments.Any(argument => IsLevel(argument.Expression)) || arguments.Arguments.Skip(1).Any(argument => argument.Expression is LiteralExpressionSyntax { Token.Value: string })));

    private static bool IsLevel(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.Text: "LogLevel" } };

    private static string NameOf(NameSyntax name) => name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.Text : name.ToString();

    // By name, or by place: of the attribute's constructors with an id, all have it first.
    private static bool IsId(AttributeArgumentSyntax argument, int index) => (argument.NameEquals?.Name ?? argument.NameColon?.Name) is { } name
        ? name.Identifier.Text.Equals("EventId", StringComparison.OrdinalIgnoreCase)
        : index == 0;

    // A number as it stands: of a name, nobody sees here whether it is another's, too.
    private static string? ValueOf(AttributeArgumentSyntax argument) =>
        argument.Expression is LiteralExpressionSyntax { Token.Value: int id } ? id.ToString(CultureInfo.InvariantCulture) : null;
}
