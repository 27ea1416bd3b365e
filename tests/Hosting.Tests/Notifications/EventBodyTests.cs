using System.Text;
using System.Text.Json.Nodes;
using Gateway.Hosting.Notifications;

namespace Hosting.Tests.Notifications;

[TestFixture]
internal sealed class EventBodyTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 31, 13, 0, 0, 250, TimeSpan.FromHours(1));

    [Test]
    public void Write_AnEvent_IsACloudEventOfFixedBytes() => Assert.That(
        Written(new JsonObject { ["application"] = "shop", ["count"] = 2, ["from"] = new JsonArray("owner"), ["none"] = null }),
        Is.EqualTo("""{"specversion":"1.0","id":"i","source":"//s","type":"t","subject":"applications/shop","time":"2026-01-31T12:00:00.250Z","datacontenttype":"application/json","data":{"application":"shop","count":2,"from":["owner"],"none":null}}"""));

    [Test]
    public void Write_WithoutASubject_HasNone() => Assert.That(
        Encoding.UTF8.GetString(EventBody.Write(new Notification(1, "i", "t", null, Time, []), "//s")), Does.Not.Contain("subject").And.EndWith("\"data\":{}}"));

    [Test]
    public void Write_LongTextsAndLists_AreCutWithAMark()
    {
        var items = new JsonArray([.. Enumerable.Range(0, 60).Select(i => JsonValue.Create($"{i}"))]);
        var data = JsonNode.Parse(Written(new JsonObject { ["reason"] = new string('a', 1999) + "\U0001F600b", ["faults"] = items }))!["data"]!;
        Assert.That((string)data["reason"]!, Is.EqualTo(new string('a', 1999) + "…"), "no character is cut in two");
        Assert.That((data["faults"]!.AsArray().Count, (int)data["faults_omitted"]!), Is.EqualTo((50, 10)));
    }

    [TestCase("\u0001")]
    [TestCase("\u202e")]
    [TestCase("\ud800")]
    [TestCase("<script>")]
    public void Write_WhateverIsInATextOfAnyLength_IsAsciiWithinTheBound(string text)
    {
        var lists = new JsonObject();
        for (var i = 0; i < 30; i++)
        {
            lists[$"list{i}"] = new JsonArray([.. Enumerable.Range(0, 100).Select(_ => JsonValue.Create(string.Concat(Enumerable.Repeat(text, 5000))))]);
        }

        var body = EventBody.Write(new Notification(1, "i", "t", "s", Time, lists), "//s");
        Assert.That(body, Has.Length.LessThanOrEqualTo(EventBody.MaxBytes).And.All.InRange((byte)' ', (byte)'~'));
        Assert.That((int)JsonNode.Parse(body)!["data"]!["list0_omitted"]!, Is.GreaterThanOrEqualTo(50));
    }

    [Test]
    public void Write_MoreThanAnyBoundLets_IsNotWritten()
    {
        var data = new JsonObject();
        for (var i = 0; i < 10_000; i++)
        {
            data[$"member{i}"] = "value";
        }

        Assert.That(() => Written(data), Throws.InvalidOperationException.With.Message.Contains("65536 bytes"));
    }

    [TestCase("gatekeeper.local/audit", "//gatekeeper.local/audit")]
    [TestCase("gate:8443/\"<a>\"", "//gate%3A8443/%22%3Ca%3E%22")]
    public void SourceOf_Origin_IsAReference(string origin, string expected)
    {
        var source = EventBody.SourceOf(origin);
        Assert.That(source, Is.EqualTo(expected));
        Assert.That(Uri.IsWellFormedUriString(source, UriKind.RelativeOrAbsolute) || Uri.IsWellFormedUriString("https:" + source, UriKind.Absolute));
    }

    [Test]
    public void IdOf_Parts_IsOfAllOfThemAndFitToBeSigned()
    {
        string[] same = ["a", "b"];
        Assert.That(Notification.IdOf("a", "b"), Is.EqualTo(Notification.IdOf(same)).And.Match("^[0-9a-f]{32}$"));
        Assert.That(Notification.IdOf("a", "b"), Is.Not.EqualTo(Notification.IdOf("ab")).And.Not.EqualTo(Notification.IdOf("a", "b", "")));
    }

    private static string Written(JsonObject data) => Encoding.UTF8.GetString(EventBody.Write(new Notification(1, "i", "t", "applications/shop", Time, data), "//s"));
}
