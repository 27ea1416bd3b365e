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
        var ids = RoomTable.Read().Keys.SelectMany(directory => SourceProject.In(directory).Trees).SelectMany(IdsOf).ToList();

        Assert.That(ids, Is.Not.Empty.And.Unique.And.None.EqualTo(None));
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

    private static IEnumerable<string> IdsOf(SyntaxTree tree) => tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>()
        .Where(attribute => NameOf(attribute.Name) is "LoggerMessage" or "LoggerMessageAttribute")
        .Select(attribute => attribute.ArgumentList?.Arguments.Where((argument, i) => IsId(argument, i)).Select(ValueOf).SingleOrDefault() ?? None);

    private static string NameOf(NameSyntax name) => name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.Text : name.ToString();

    // By name, or by place: of the attribute's constructors with an id, all have it first.
    private static bool IsId(AttributeArgumentSyntax argument, int index) => (argument.NameEquals?.Name ?? argument.NameColon?.Name) is { } name
        ? name.Identifier.Text.Equals("EventId", StringComparison.OrdinalIgnoreCase)
        : index == 0;

    // A number as it stands: of a name, nobody sees here whether it is another's, too.
    private static string? ValueOf(AttributeArgumentSyntax argument) =>
        argument.Expression is LiteralExpressionSyntax { Token.Value: int id } ? id.ToString(CultureInfo.InvariantCulture) : null;
}
