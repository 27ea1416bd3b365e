using Gatekeeper.Identity;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

/// <summary>A flood of refused tokens is told in a line a minute of each kind, and none of them is lost from the count.</summary>
public sealed class TokenRefusalLogTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Tell_ManyOfAKind_TellsOneAMinuteWithTheNumberOfTheOthers()
    {
        using var provider = new RecordingLoggerProvider();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(provider));
        var log = new TokenRefusalLog(_time, factory.CreateLogger<TokenRefusalLog>());
        for (var i = 0; i < 8; i++)
        {
            log.Tell(new TokenRefusal(TokenFault.Audience, "https://a.example"));
        }

        log.Tell(new TokenRefusal(TokenFault.Audience, "https://b.example"));
        log.Tell(new TokenRefusal(TokenFault.Expired, "https://a.example"));
        _time.Advance(TimeSpan.FromMinutes(1));
        log.Tell(new TokenRefusal(TokenFault.Audience, "https://a.example"));

        Assert.That(provider.Lines.Select(line => line.Text), Is.EqualTo(new[]
        {
            "A token was refused: Audience (issuer https://a.example, kid -, aud -, azp -; 0 more of the kind since the last that was told).",
            "A token was refused: Audience (issuer https://b.example, kid -, aud -, azp -; 0 more of the kind since the last that was told).",
            "A token was refused: Expired (issuer https://a.example, kid -, aud -, azp -; 0 more of the kind since the last that was told).",
            "A token was refused: Audience (issuer https://a.example, kid -, aud -, azp -; 7 more of the kind since the last that was told).",
        }));
    }
}
