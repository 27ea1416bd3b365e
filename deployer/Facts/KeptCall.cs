namespace Deployer.Facts;

/// <summary>A call as it was received, kept until its deployment is over, so that the gatekeeper can decide it again.</summary>
/// <param name="Method">The method's full name.</param>
/// <param name="Message">The request's bytes, which the grant names the digest of.</param>
/// <param name="CallerDocument">What policy saw of the caller; the grant names the digest of these bytes.</param>
internal sealed record KeptCall(string Method, byte[] Message, byte[] CallerDocument);
