using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Identity;

/// <summary>One issuer of tokens that is trusted, and what its tokens must look like. Section <c>Gatekeeper:Issuers:&lt;n&gt;</c>.</summary>
internal sealed class IssuerOptions
{
    /// <value>The <c>iss</c> of its tokens, compared byte by byte.</value>
    [Required, MaxLength(512)]
    public string Issuer { get; set; } = "";

    /// <value>The base address of its OpenID Connect discovery document; <c>https</c>, or <c>http</c> on loopback. This or <see cref="JwksFile"/>.</value>
    public string Authority { get; set; } = "";

    /// <value>A file with its keys as a JWK set (RFC 7517). This or <see cref="Authority"/>.</value>
    public string JwksFile { get; set; } = "";

    /// <value>The audiences that are ours: every one in a token's <c>aud</c> must be among them.</value>
    [Required, MinLength(1)]
    public string[] Audiences { get; set; } = [];

    /// <value>The signature algorithms that are accepted, asymmetric ones only; empty means all of <see cref="TokenAlgorithms.Default"/>.</value>
    public string[] Algorithms { get; set; } = [];

    /// <value>The <c>typ</c> values that are accepted; empty means <c>JWT</c> and <c>at+jwt</c>.</value>
    public string[] TokenTypes { get; set; } = [];

    /// <value>Whether a token without <c>typ</c> is accepted, as Kubernetes' service-account tokens are.</value>
    public bool AllowMissingTokenType { get; set; }

    /// <value>The <c>azp</c> values that are accepted where a token has one; empty means that it must be one of <see cref="Audiences"/>.</value>
    public string[] AuthorizedParties { get; set; } = [];

    /// <value>What its callers are to a policy: <c>code</c>, <c>machine</c>, <c>person</c> or <c>agent</c>.</value>
    [RegularExpression("^(code|machine|person|agent)$", ErrorMessage = "CallerKind must be code, machine, person or agent.")]
    public string CallerKind { get; set; } = "code";

    /// <value>The claim that lists the caller's groups.</value>
    [Required]
    public string GroupsClaim { get; set; } = "groups";
}
