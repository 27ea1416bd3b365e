namespace EndToEnd.Tests.Support;

/// <summary>The messages with which a deployment is decided again before it is executed.</summary>
internal enum ExchangeMessage
{
    /// <summary>The deployer asks, on the stream that the gatekeeper keeps open.</summary>
    Question,

    /// <summary>The gatekeeper's call that lets it be executed.</summary>
    Answer,

    /// <summary>What the deployer returns to that call.</summary>
    Response,
}
